import { type DocumentNode, parse } from 'graphql';
import type { SubgraphSdl } from '../subgraph-sdl.js';

/** One subgraph, parsed. */
export interface ParsedSubgraph {
  name: string;
  document: DocumentNode;
}

/** One broken rule at one place. */
export interface Finding {
  /** `<subgraph>: Type.field(argument:)`. */
  where: string;
  /** What is wrong and what to write instead. */
  message: string;
}

/** A lintable rule of docs/schema-rules.md. */
export interface Rule {
  name: string;
  check(subgraphs: ParsedSubgraph[]): Finding[];
}

/** Parses the subgraphs for the rules; throws on a syntax error. */
export function parseSubgraphs(subgraphs: SubgraphSdl[]): ParsedSubgraph[] {
  return subgraphs.map(({ name, sdl }) => ({ name, document: parse(sdl, { noLocation: true }) }));
}
