import { type DefinitionNode, Kind, print } from 'graphql';
import { directive, ROOT_TYPES } from './elements.js';
import type { Finding, Rule } from './lint-input.js';

const KINDS = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

function isShared(
  definition: DefinitionNode,
): definition is DefinitionNode & { name: { value: string } } {
  if (
    !KINDS.has(definition.kind) ||
    !('name' in definition) ||
    !definition.name ||
    ROOT_TYPES.has(definition.name.value)
  )
    return false;
  return definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !directive(definition, 'key');
}

/**
 * docs/schema-rules.md, rule 14: a type that two subgraphs declare is the same text in both; inputs
 * would silently merge by intersection.
 */
export const sharedTypes: Rule = {
  name: 'shared-types',
  check(subgraphs) {
    const first = new Map<string, { subgraph: string; text: string }>();
    return subgraphs.flatMap(({ name: subgraph, document }) =>
      document.definitions.filter(isShared).flatMap((definition): Finding[] => {
        const name = definition.name.value;
        const text = print(definition);
        const known = first.get(name);
        if (!known) first.set(name, { subgraph, text });
        if (!known || known.text === text) return [];
        return [
          {
            where: `${subgraph}: ${name}`,
            message: `differs from ${known.subgraph}: take both from packages/graphql, or start the name with the domain word`,
          },
        ];
      }),
    );
  },
};
