import type { SourceFile } from './source-files.js';

/** The one place that may build on timers and the libraries for it. */
const OWNER = 'packages/resilience/';
const NOT_PRODUCT =
  /^(scripts|e2e|bench|packages\/testing)\/|\.(test|e2e|contract|fixture)\.ts$|\/testing\//;

const SECOND_WAYS: readonly [form: RegExp, remedy: string][] = [
  [
    /\bAbortSignal\.timeout\(/,
    'takes the signal of withDeadline (packages/resilience), whose error says what took too long and that it may be retried',
  ],
  [
    /\bPromise\.race\(/,
    'takes withDeadline (packages/resilience): a race leaves its loser running, and often its timer',
  ],
  [
    /\bsetTimeout\(\s*(?:async\s*)?\(\)\s*=>\s*\{?[^;]*?\breject\(/,
    'takes withDeadline (packages/resilience)',
  ],
  [/\* ?2 ?\*\* ?|\bMath\.pow\(2,/, 'takes delayAfter or retry (packages/resilience)'],
  [
    /from '(?:p-timeout|p-retry|p-limit|cockatiel|async-retry|exponential-backoff)'/,
    'takes packages/resilience, which alone knows the library',
  ],
];

/**
 * A deadline or a growing pause that is made by hand: there is one way for each, so that all of
 * them end and report alike.
 */
export function oneWayToWait(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith(OWNER) && !NOT_PRODUCT.test(path))
    .flatMap(({ path, text }) =>
      SECOND_WAYS.flatMap(([form, remedy]) => {
        const found = form.exec(text);
        return found ? [`${path}:${text.slice(0, found.index).split('\n').length}: ${remedy}`] : [];
      }),
    );
}
