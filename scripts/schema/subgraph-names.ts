import { listedSubgraphs } from './rover-config.js';

/** The names of all subgraphs, in the order of rover.yaml. */
export const subgraphNames = (root?: string): string[] =>
  listedSubgraphs(root).map(({ name }) => name);

/** Those of this repository. */
export const SUBGRAPH_NAMES: readonly string[] = subgraphNames();
