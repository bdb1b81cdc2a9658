import {
  allFields,
  allInputs,
  directive,
  objectTypes,
  rootFields,
  stringArgument,
} from './elements.js';
import type { Rule } from './lint-input.js';
import { baseType, typeText } from './type-text.js';

const ID_NAME = /^(id|ids|.*(?:Id|Ids))$/;
// Ids given by other systems are plain strings to us.
const NOT_OURS = /^(providerRef|requestId|traceId)$/;

/**
 * docs/schema-rules.md, rules 1 and 2: opaque `id: ID!`, primary key first, and whatever can be
 * fetched by id is a Node.
 */
export const ids: Rule = {
  name: 'ids',
  check(subgraphs) {
    const named = [
      ...allFields(subgraphs).map(({ field, where }) => ({ node: field, where })),
      ...allInputs(subgraphs).map(({ input, where }) => ({ node: input, where })),
    ];
    const types = named
      .filter(
        ({ node }) =>
          ID_NAME.test(node.name.value) &&
          !NOT_OURS.test(node.name.value) &&
          baseType(node.type) !== 'ID',
      )
      .map(({ where, node }) => ({
        where,
        message: `is ${typeText(node.type)}; ids are opaque: type it ID`,
      }));
    const nullable = allFields(subgraphs)
      .filter(({ field }) => field.name.value === 'id' && typeText(field.type) !== 'ID!')
      .map(({ where, field }) => ({ where, message: `is ${typeText(field.type)}; write id: ID!` }));
    const keys = subgraphs.flatMap((subgraph) =>
      objectTypes(subgraph).flatMap((type) => {
        const key = directive(type, 'key');
        if (!key || stringArgument(key, 'fields') === 'id') return [];
        return [
          {
            where: `${subgraph.name}: ${type.name.value}`,
            message:
              'the first @key is the primary one: write @key(fields: "id") before the others',
          },
        ];
      }),
    );
    const nodes = subgraphs.flatMap((subgraph) => {
      const fetched = new Set(
        rootFields([subgraph], 'Query')
          .filter(({ field }) => field.arguments?.some((a) => a.name.value === 'id'))
          .map(({ field }) => baseType(field.type)),
      );
      return objectTypes(subgraph)
        .filter(
          (type) =>
            fetched.has(type.name.value) && !type.interfaces?.some((i) => i.name.value === 'Node'),
        )
        .map((type) => ({
          where: `${subgraph.name}: ${type.name.value}`,
          message: 'is fetched by id: write `implements Node`',
        }));
    });
    return [...types, ...nullable, ...keys, ...nodes];
  },
};
