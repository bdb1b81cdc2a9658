import type { ObjectTypeDefinitionNode } from 'graphql';
import { directive, objectTypes } from './elements.js';
import type { ParsedSubgraph } from './lint-input.js';

function weight(type: ObjectTypeDefinitionNode): number {
  const isNode = type.interfaces?.some((i) => i.name.value === 'Node') ? 1000 : 0;
  return isNode + (type.fields ?? []).filter((field) => !directive(field, 'external')).length;
}

/**
 * Owner of every entity: entity name -> subgraph. The owner declares it as a Node, or else most of
 * its fields; a stub counts as owner only while the real one has no code yet.
 */
export function entityOwners(subgraphs: ParsedSubgraph[]): Map<string, string> {
  const best = new Map<string, { owner: string; weight: number }>();
  for (const subgraph of subgraphs)
    for (const type of objectTypes(subgraph)) {
      if (!directive(type, 'key')) continue;
      const candidate = weight(type);
      if (candidate > (best.get(type.name.value)?.weight ?? -1))
        best.set(type.name.value, { owner: subgraph.name, weight: candidate });
    }
  return new Map([...best].map(([name, { owner }]) => [name, owner]));
}
