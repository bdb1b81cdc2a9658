import { beforeAll, describe, expect, it } from 'vitest';
import { committedGraph } from './testing/committed-graph.js';
import { differences } from './testing/differences.js';
import type { FederatedGraph } from './testing/federated-graph.js';
import type { World } from './testing/fake-world.js';

let graph: FederatedGraph;
let world: World;
beforeAll(async () => {
  ({ graph, world } = await committedGraph());
});

// 20,000 of them: differential.engines.test.ts.
describe('generated operations over the whole supergraph', () => {
  it('get the answer of @apollo/gateway and of an execution without federation', async () => {
    for (let seed = 1; seed <= 120; seed++)
      expect(await differences(graph, world, seed, 'none'), `seed ${seed}`).toEqual([]);
  });

  it('get the errors and the partial data of @apollo/gateway when fields fail, entities are missing and subgraphs are down', async () => {
    for (let seed = 1_000_001; seed <= 1_000_120; seed++)
      expect(await differences(graph, world, seed, 'all'), `seed ${seed}`).toEqual([]);
  });

  it('would be found different if one value were', async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= 20; seed++)
      found.push(...(await differences(graph, lying(world), seed, 'none')));
    expect(found.length).toBeGreaterThan(0);
  });
});

/** A world where the merged schema says other ids than the subgraphs. */
function lying(honest: World): World {
  return {
    ...honest,
    resolver: (subgraph, faults) => {
      const resolve = honest.resolver(subgraph, faults);
      return (...given) => {
        const value: unknown = resolve(...given);
        return subgraph === 'api' && typeof value === 'string' && given[3].fieldName === 'id'
          ? `${value}!`
          : value;
      };
    },
  };
}
