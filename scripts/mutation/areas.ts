/**
 * A part of the product whose tests are tested: what is mutated, and the tests that have to notice.
 */
export interface Area {
  name: string;
  mutate: string[];
  tests: string[];
}

/** What a test is, or what exists for tests only, is not mutated. */
const NOT_PRODUCT = ['!**/*.test.ts', '!**/*.contract.ts', '!**/*.fixture.ts', '!**/migrations/**'];
/**
 * Adapters of engines are tested against the engines (npm run test:engines), which this lane does
 * not start.
 */
const NEEDS_ENGINE = ['!**/*.adapter.ts', '!**/kafka/**'];

const area = (
  name: string,
  folder: string,
  tests: string[] = [`${folder}/**/*.test.ts`],
): Area => ({
  name,
  mutate: [`${folder}/**/*.ts`, ...NOT_PRODUCT, ...NEEDS_ENGINE],
  tests,
});

/** The parts on which money, goods and events depend. */
export const AREAS: readonly Area[] = [
  area('money', 'packages/money/src'),
  area('kv', 'packages/kv/src'),
  area('auth', 'packages/auth/src', [
    'packages/auth/src/**/*.test.ts',
    'gateway/src/identity/*.test.ts',
  ]),
  area('bus', 'packages/bus/src'),
  area('db', 'packages/db/src'),
  area('platform', 'packages/platform/src'),
  area('verify', 'shop/src/verify', ['e2e/cross-checks.e2e.ts']),
  area('payments', 'subgraphs/payments/src'),
  area('placing', 'subgraphs/orders/src/placing', ['subgraphs/orders/src/**/*.test.ts']),
  area('stock', 'subgraphs/catalog/src/stock', [
    'subgraphs/catalog/src/stock/*.test.ts',
    'subgraphs/catalog/src/reservation/*.test.ts',
  ]),
];
