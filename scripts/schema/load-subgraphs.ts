import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ownerDescriptions } from './owner-descriptions.js';
import { repoRoot } from './repo-root.js';
import { nodeSubgraph } from './node-subgraph.js';
import { listedSubgraphs, nodeEntry } from './rover-config.js';
import { packageName } from '../subgraph-list/package-name.js';
import { stableSdl } from './stable-sdl.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/** What is read of a SubgraphDefinition here; only its schema is built, nothing is started. */
type WithSchema = {
  schema: Parameters<typeof import('@emporium/graphql/federated-schema').buildFederatedSchema>[0];
};

/**
 * Builds the SDL of every subgraph listed in rover.yaml from its code. With `partial`, subgraphs
 * without code are left out; otherwise they are an error. Throws with the subgraph's name when its
 * schema cannot be built.
 */
export async function loadSubgraphs(options: { partial?: boolean } = {}): Promise<SubgraphSdl[]> {
  const { buildFederatedSchema } = await import('@emporium/graphql/federated-schema');
  const loaded: SubgraphSdl[] = [];
  for (const { name, routingUrl } of listedSubgraphs()) {
    if (!existsSync(join(repoRoot, 'subgraphs', name, 'src/subgraph.ts'))) {
      if (options.partial) continue;
      throw new Error(
        `rover.yaml lists ${name}, but subgraphs/${name}/src/subgraph.ts does not exist: write it or remove the entry`,
      );
    }
    const module = (await import(`${packageName(name)}/subgraph`)) as Record<
      string,
      WithSchema | undefined
    >;
    const definition = module[name];
    if (!definition)
      throw new Error(
        `subgraphs/${name}/src/subgraph.ts must export \`const ${name} = defineSubgraph(...)\``,
      );
    try {
      loaded.push({ name, routingUrl, sdl: buildFederatedSchema(definition.schema).sdl });
    } catch (error) {
      throw new Error(`the schema of ${name} cannot be built: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  const entry = nodeEntry();
  const all = entry ? [...loaded, nodeSubgraph(entry, loaded)] : loaded;
  return ownerDescriptions(all).map((subgraph) => ({
    ...subgraph,
    sdl: stableSdl(subgraph.sdl),
  }));
}
