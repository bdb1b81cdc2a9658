import { Kind } from 'graphql';
import { objectTypes, rootFields, unionTypes } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType, typeText } from './type-text.js';

// Promised to clients in another shape before the rule; nothing new belongs here.
const PROMISED = new Set(['notificationMarkRead: Int', 'userDataExportRequest: UserDataExport']);

/**
 * docs/schema-rules.md, rule 6: a mutation answers with `XPayload { thing, userErrors: [XError!]!
 * }`; expected failures are data.
 */
export const payloads: Rule = {
  name: 'payloads',
  check(subgraphs) {
    const mutations = rootFields(subgraphs, 'Mutation')
      .filter(
        ({ field }) =>
          field.type.kind !== Kind.NAMED_TYPE || !field.type.name.value.endsWith('Payload'),
      )
      .filter(({ field }) => !PROMISED.has(`${field.name.value}: ${typeText(field.type)}`))
      .map(({ where, field }) => ({
        where,
        message: `returns ${typeText(field.type)}; return a nullable XPayload { ..., userErrors: [XError!]! }`,
      }));
    const types = subgraphs.flatMap((subgraph) => {
      const unions = new Set(unionTypes(subgraph).map((union) => union.name.value));
      return objectTypes(subgraph).flatMap((type): Finding[] => {
        const where = `${subgraph.name}: ${type.name.value}`;
        const errors = type.fields?.find((field) => field.name.value === 'userErrors');
        const isPayload = type.name.value.endsWith('Payload');
        if (!isPayload)
          return errors ? [{ where, message: 'has userErrors: name it XPayload' }] : [];
        if (!errors) return [{ where, message: 'add userErrors: [XError!]!' }];
        const union = baseType(errors.type);
        if (
          typeText(errors.type) !== `[${union}!]!` ||
          !union.endsWith('Error') ||
          !unions.has(union)
        )
          return [
            {
              where: `${where}.userErrors`,
              message: `is ${typeText(errors.type)}; write [XError!]! with a union XError, so that error types can be added`,
            },
          ];
        return [];
      });
    });
    return [...mutations, ...types];
  },
};
