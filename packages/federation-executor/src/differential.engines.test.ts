import { beforeAll, expect, it } from 'vitest';
import { committedGraph } from './testing/committed-graph.js';
import { differences, type FaultMix } from './testing/differences.js';
import type { FederatedGraph } from './testing/federated-graph.js';
import type { World } from './testing/fake-world.js';

const PER_TEST = 1_000;
const BLOCKS = Array.from({ length: 20 }, (_none, block) => block * PER_TEST);

let graph: FederatedGraph;
let world: World;
beforeAll(async () => {
  ({ graph, world } = await committedGraph());
});

// The long form of differential.test.ts: 20,000 operations without and 20,000 with faults. It needs
// time, no engine.
it.each(BLOCKS)(
  '1,000 generated operations from seed %i get the right answer',
  (from) => expectNoDifferences(2_000_000 + from, 'none'),
  600_000,
);
it.each(BLOCKS)(
  '1,000 operations with faults from seed %i get the right partial answer',
  (from) => expectNoDifferences(3_000_000 + from, 'all'),
  600_000,
);

async function expectNoDifferences(from: number, mix: FaultMix): Promise<void> {
  const found: string[] = [];
  for (let seed = from; seed < from + PER_TEST; seed++)
    found.push(
      ...(await differences(graph, world, seed, mix)).map((text) => `seed ${seed}: ${text}`),
    );
  expect(found).toEqual([]);
}
