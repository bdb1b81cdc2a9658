import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fakeWorld, type World } from './fake-world.js';
import { federatedGraph, type FederatedGraph } from './federated-graph.js';

const folder = join(import.meta.dirname, '../../../../schema');

/** The committed supergraph over subgraphs with generated data. */
export async function committedGraph(): Promise<{ graph: FederatedGraph; world: World }> {
  const files = readdirSync(join(folder, 'subgraphs'));
  const subgraphs = Object.fromEntries(
    files.map((file) => [
      basename(file, '.graphql'),
      readFileSync(join(folder, 'subgraphs', file), 'utf8'),
    ]),
  );
  const graph = await federatedGraph(
    readFileSync(join(folder, 'supergraph.graphql'), 'utf8'),
    subgraphs,
  );
  return { graph, world: fakeWorld(new Map([...graph.schemas, ['api', graph.api]])) };
}
