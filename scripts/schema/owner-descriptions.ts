import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { objectTypes } from './lint/elements.js';
import { entityOwners } from './lint/entity-owner.js';
import { parseSubgraphs } from './lint/lint-input.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

/**
 * Leaves the description of an entity, and of each field the owner has, to the owner. A stub
 * describes itself for readers of its code ("resolved by catalog"); composed, two texts for one
 * element would be a hint and the graph's text a matter of counting.
 */
export function ownerDescriptions(subgraphs: SubgraphSdl[]): SubgraphSdl[] {
  const parsed = parseSubgraphs(subgraphs);
  const owners = entityOwners(parsed);
  const ownedFields = new Map<string, Set<string>>();
  for (const subgraph of parsed)
    for (const type of objectTypes(subgraph))
      if (owners.get(type.name.value) === subgraph.name)
        ownedFields.set(type.name.value, new Set(type.fields?.map((field) => field.name.value)));

  return subgraphs.map((subgraph) => {
    const document: DocumentNode = visit(parse(subgraph.sdl, { noLocation: true }), {
      ObjectTypeDefinition(type) {
        const owner = owners.get(type.name.value);
        if (!owner || owner === subgraph.name) return undefined;
        const owned = ownedFields.get(type.name.value);
        const fields = type.fields?.map((field) =>
          owned?.has(field.name.value) ? { ...field, description: undefined } : field,
        );
        return { ...type, description: undefined, fields, kind: Kind.OBJECT_TYPE_DEFINITION };
      },
    });
    return { ...subgraph, sdl: print(document) };
  });
}
