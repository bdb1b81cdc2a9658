import type { Names } from './names.js';

const FIRST_PORT = 4001;

/** The text of rover.yaml with one subgraph more; the gateway's own has no port. */
export function listSubgraph(text: string, { subgraph }: Names): string {
  const port = FIRST_PORT + [...text.matchAll(/routing_url: http:\/\/localhost:/g)].length;
  return `${text.trimEnd()}\n  ${subgraph}:\n    routing_url: http://localhost:${port}/graphql\n    schema:\n      file: ./schema/subgraphs/${subgraph}.graphql\n`;
}
