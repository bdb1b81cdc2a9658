import { interfaceTypes, objectTypes, unionTypes } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { typeText } from './type-text.js';

const SHAPE: Record<string, string> = { code: 'String!', message: 'String!', path: '[String!]' };

/**
 * docs/schema-rules.md, rule 6: every expected failure implements UserError, so that `... on
 * UserError` stays safe when a type is added.
 */
export const userErrors: Rule = {
  name: 'user-errors',
  check(subgraphs) {
    return subgraphs.flatMap((subgraph) => {
      const at = (name: string) => `${subgraph.name}: ${name}`;
      const types = objectTypes(subgraph);
      const errors = new Set(
        types
          .filter((t) => t.interfaces?.some((i) => i.name.value === 'UserError'))
          .map((t) => t.name.value),
      );
      const named = types
        .filter((t) => t.name.value.endsWith('Error') !== errors.has(t.name.value))
        .map((t) => ({
          where: at(t.name.value),
          message: errors.has(t.name.value)
            ? 'implements UserError: end its name in Error'
            : 'ends in Error: write `implements UserError`',
        }));
      const members = unionTypes(subgraph)
        .filter((union) => union.name.value.endsWith('Error'))
        .flatMap((union) =>
          (union.types ?? [])
            .filter((m) => !errors.has(m.name.value))
            .map((m) => ({
              where: at(union.name.value),
              message: `${m.name.value} must implement UserError`,
            })),
        );
      const shapes = [
        ...types.filter((t) => errors.has(t.name.value)),
        ...interfaceTypes(subgraph).filter((t) => t.name.value === 'UserError'),
      ].flatMap((t) =>
        Object.entries(SHAPE).flatMap(([name, wanted]): Finding[] => {
          const field = t.fields?.find((f) => f.name.value === name);
          return field && typeText(field.type) === wanted
            ? []
            : [{ where: at(`${t.name.value}.${name}`), message: `write ${name}: ${wanted}` }];
        }),
      );
      return [...named, ...members, ...shapes];
    });
  },
};
