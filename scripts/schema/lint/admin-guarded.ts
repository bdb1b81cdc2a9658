import {
  allFields,
  inputTypes,
  interfaceTypes,
  isAdmin,
  isGuarded,
  isInaccessible,
  objectTypes,
  unionTypes,
} from './elements.js';
import type { Rule } from './lint-input.js';
import { baseType } from './type-text.js';

/**
 * docs/schema-rules.md, rule 19: a field tagged admin is guarded, and so is every door into a type
 * tagged admin. The fields of an admin type need no guard of their own: nothing unguarded leads
 * there.
 */
export const adminGuarded: Rule = {
  name: 'admin-guarded',
  check(subgraphs) {
    const adminTypes = new Set(
      subgraphs.flatMap((s) =>
        [...objectTypes(s), ...interfaceTypes(s), ...unionTypes(s), ...inputTypes(s)]
          .filter(isAdmin)
          .map((t) => t.name.value),
      ),
    );
    return allFields(subgraphs)
      .filter(
        ({ type, field }) =>
          !isGuarded(field) && !isGuarded(type) && !isInaccessible(field) && !isInaccessible(type),
      )
      .flatMap(({ where, type, field }) => {
        if (isAdmin(field))
          return [
            {
              where,
              message:
                'is tagged admin: add @requiresScopes(scopes: [["read:..."]]) or @authenticated',
            },
          ];
        if (!isAdmin(type) && adminTypes.has(baseType(field.type)))
          return [
            {
              where,
              message: `leads to ${baseType(field.type)}, which is tagged admin: add @requiresScopes and @tag(name: "admin")`,
            },
          ];
        return [];
      });
  },
};
