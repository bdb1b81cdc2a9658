import { expect, test } from 'vitest';
import { loadConfig } from './load-config.js';
import { ALL_NEEDS, GATEWAY_NEEDS, SUBGRAPH_NEEDS, type Need } from './needs.js';

/** Names of the variables that production complains about, with nothing configured. */
const missingFor = (needs: readonly Need[]) => {
  try {
    loadConfig({ NODE_ENV: 'production' }, [], {}, needs);
    return [];
  } catch (error) {
    return [...(error as Error).message.matchAll(/- (\w+):/g)].map(([, name]) => name).sort();
  }
};

test.each([
  ['the gateway', GATEWAY_NEEDS],
  ['every subgraph', SUBGRAPH_NEEDS],
  ['users', ['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEY'] as const],
  ['the whole shop', ALL_NEEDS],
])(
  'in production %s must be told what it needs, and nothing that only others need',
  (_who, needs) => {
    expect(missingFor(needs)).toEqual([...needs].sort());
  },
);

test('what is given is checked also where nobody needs it', () => {
  expect(() =>
    loadConfig({ NODE_ENV: 'production', INTERNAL_SECRET: 'short' }, [], {}, []),
  ).toThrow('INTERNAL_SECRET: has 5 bytes');
});
