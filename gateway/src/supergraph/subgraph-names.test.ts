import { expect, test } from 'vitest';
import { composedSupergraph } from '../testing/fake-subgraphs.js';
import { subgraphNames } from './subgraph-names.js';

test('the gateway knows its subgraphs from the supergraph alone', () => {
  const names = subgraphNames(composedSupergraph());
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect(composedSupergraph()).toContain(`@join__graph(name: "${name}"`);
});
