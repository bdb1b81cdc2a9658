import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { NODE_SUBGRAPH } from '../../gateway/src/node/node-subgraph.js';
import { repoRoot } from './repo-root.js';

const roverYaml = z.object({
  federation_version: z.string(),
  subgraphs: z.record(
    z.string(),
    z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) }),
  ),
});

/** One subgraph as rover.yaml lists it. */
export interface ListedSubgraph {
  name: string;
  routingUrl: string;
  /** Path of its SDL, relative to the repository. */
  file: string;
}

/**
 * Reads the list of subgraphs that are built and started, in the order of rover.yaml; throws with the reason when the file is
 * not valid.
 */
export function listedSubgraphs(root = repoRoot): ListedSubgraph[] {
  return readList(root).filter(({ name }) => name !== NODE_SUBGRAPH);
}

/** The entry of the gateway's own subgraph; undefined when there is none. */
export function nodeEntry(root = repoRoot): ListedSubgraph | undefined {
  return readList(root).find(({ name }) => name === NODE_SUBGRAPH);
}

function readList(root: string): ListedSubgraph[] {
  const parsed = roverYaml.safeParse(parse(readFileSync(join(root, 'rover.yaml'), 'utf8')));
  if (!parsed.success)
    throw new Error(`rover.yaml is not valid:\n${z.prettifyError(parsed.error)}`);
  return Object.entries(parsed.data.subgraphs).map(([name, entry]) => ({
    name,
    routingUrl: entry.routing_url,
    file: entry.schema.file.replace(/^\.\//, ''),
  }));
}
