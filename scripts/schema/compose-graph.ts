import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { GENERATED } from './stable-sdl.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

const REMEDIES: Record<string, string> = {
  INCONSISTENT_DESCRIPTION:
    'describe an entity and its fields in the owner only, shared types in packages/graphql only',
  INCONSISTENT_INPUT_OBJECT_FIELD:
    'declare a shared input once in packages/graphql, or give this one a name of its own',
  INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM:
    'declare a shared enum once in packages/graphql, or give this one a name of its own',
};

/**
 * A composed graph, or what stands in its way; hints count as problems (docs/schema-rules.md, rule
 * 14).
 */
export interface Composed {
  supergraph: string | undefined;
  errors: string[];
  hints: string[];
}

/**
 * Composes the subgraphs with the same composition version that rover.yaml names; never throws for
 * a bad schema.
 */
export function composeGraph(subgraphs: SubgraphSdl[]): Composed {
  const services = [...subgraphs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, routingUrl, sdl }) => ({
      name,
      url: routingUrl,
      typeDefs: parse(sdl, { noLocation: true }),
    }));
  const result = composeServices(services);
  if (result.errors)
    return {
      supergraph: undefined,
      errors: result.errors.map((error) => error.message),
      hints: [],
    };
  return {
    supergraph: `${GENERATED}\n${result.supergraphSdl}\n`,
    errors: [],
    hints: result.hints.map(
      ({ definition: { code }, message }) =>
        `${code}: ${message}${REMEDIES[code] ? `\n-> ${REMEDIES[code]}` : ''}`,
    ),
  };
}
