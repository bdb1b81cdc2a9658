import { ROOT_TYPES, allFields, directive, isInaccessible } from './elements.js';
import { entityOwners } from './entity-owner.js';
import type { Rule } from './lint-input.js';
import { baseType, isNonNull, typeText } from './type-text.js';

/**
 * docs/schema-rules.md, rule 7: what another subgraph resolves may be missing, and the gateway
 * answers a missing entity behind a non-null reference with `data: null` and no error.
 */
export const foreignNullable: Rule = {
  name: 'foreign-nullable',
  check(subgraphs) {
    const owners = entityOwners(subgraphs);
    return allFields(subgraphs)
      .filter(
        ({ field, type }) =>
          isNonNull(field.type) &&
          !directive(field, 'external') &&
          !ROOT_TYPES.has(type.name.value),
      )
      .filter(({ field, type }) => !isInaccessible(field) && !isInaccessible(type))
      .flatMap(({ where, subgraph, type, field }) => {
        const remedy = `write ${typeText(field.type).replace(/!$/, '')}`;
        const target = owners.get(baseType(field.type));
        if (target && target !== subgraph)
          return [
            {
              where,
              message: `${baseType(field.type)} belongs to ${target} and may be missing: ${remedy}`,
            },
          ];
        const owner = owners.get(type.name.value);
        const isKey = (type.directives ?? []).some(
          (d) =>
            d.name.value === 'key' &&
            d.arguments?.some(
              (a) =>
                a.value.kind === 'StringValue' &&
                a.value.value.split(/\s+/).includes(field.name.value),
            ),
        );
        if (owner && owner !== subgraph && !isKey)
          return [
            {
              where,
              message: `is added to an entity of ${owner}, which must survive without ${subgraph}: ${remedy}`,
            },
          ];
        return [];
      });
  },
};
