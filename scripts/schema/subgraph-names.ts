import { listedSubgraphs } from './rover-config.js';

/** The names of all subgraphs, in the order of rover.yaml. */
export const SUBGRAPH_NAMES: readonly string[] = listedSubgraphs().map(({ name }) => name);
