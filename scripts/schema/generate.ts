import { join } from 'node:path';
import { apiSdl } from './api-schema.js';
import { composeGraph } from './compose-graph.js';
import { eventDocs } from './event-docs.js';
import type { EventSchema } from './event-schemas.js';
import { operationManifest } from './operation-manifest.js';
import { repoRoot } from './repo-root.js';
import { storefrontSdl, storefrontSupergraph } from './storefront.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/**
 * Everything `npm run schema` writes: path relative to the repository -> content. Throws when the
 * subgraphs do not compose.
 */
export function generate(
  subgraphs: SubgraphSdl[],
  events: EventSchema[],
  composed = composeGraph(subgraphs),
): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, sdl } of subgraphs) files.set(`schema/subgraphs/${name}.graphql`, sdl);
  const { supergraph, errors } = composed;
  if (!supergraph)
    throw new Error(
      `the subgraphs do not compose:\n${errors.map((message) => `  ${message}`).join('\n')}`,
    );
  files.set('schema/supergraph.graphql', supergraph);
  files.set('schema/api.graphql', apiSdl(supergraph));
  files.set('schema/storefront.graphql', storefrontSdl(supergraph));
  files.set('schema/storefront-supergraph.graphql', storefrontSupergraph(supergraph));
  for (const event of events)
    files.set(`schema/events/${event.title}.json`, `${JSON.stringify(event, null, 2)}\n`);
  files.set('schema/operations.json', operationManifest(join(repoRoot, 'examples/queries')));
  files.set('docs/events.md', eventDocs(events));
  return files;
}
