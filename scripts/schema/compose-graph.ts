import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { GENERATED } from './stable-sdl.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/** A composed graph, or what stands in its way; hints count as problems (schema.md, rule 14). */
export interface Composed {
  supergraph: string | undefined;
  errors: string[];
  hints: string[];
}

/** Composes the subgraphs with the same composition version that rover.yaml names; never throws for a bad schema. */
export function composeGraph(subgraphs: SubgraphSdl[]): Composed {
  const services = [...subgraphs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, routingUrl, sdl }) => ({ name, url: routingUrl, typeDefs: parse(sdl, { noLocation: true }) }));
  const result = composeServices(services);
  if (result.errors) return { supergraph: undefined, errors: result.errors.map((error) => error.message), hints: [] };
  return {
    supergraph: `${GENERATED}\n${result.supergraphSdl}\n`,
    errors: [],
    hints: result.hints.map((hint) => `${hint.definition.code}: ${hint.message}`),
  };
}
