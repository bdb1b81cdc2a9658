import { composed, federatedGraph, type Behaviour, type RunResult } from './federated-graph.js';

/** A subgraph written out in a test: its types and how it answers. */
export interface CaseSubgraph {
  sdl: string;
  resolvers: object;
}

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires",
  "@provides", "@inaccessible", "@interfaceObject", "@override"])
`;

/** Composes small subgraphs; the result runs operations with the project's own executor. */
export async function federationCase(
  subgraphs: Readonly<Record<string, CaseSubgraph>>,
): Promise<RunCase> {
  const entries = Object.entries(subgraphs);
  const sdls = Object.fromEntries(entries.map(([name, { sdl }]) => [name, HEAD + sdl]));
  const graph = await federatedGraph(
    composed(sdls),
    sdls,
    Object.fromEntries(entries.map(([name, { resolvers }]) => [name, resolvers])),
  );
  return (source, options = {}) =>
    graph.run(
      'own',
      { source, ...(options.variables ? { variables: options.variables } : {}) },
      options,
    );
}

export type RunCase = (
  source: string,
  options?: Behaviour & { variables?: Record<string, unknown> },
) => Promise<RunResult>;
