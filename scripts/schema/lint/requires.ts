import { allFields, directive, stringArgument } from './elements.js';
import type { Rule } from './lint-input.js';

/**
 * docs/schema-rules.md, rules 4, 17 and 18: `@requires` cannot forward arguments; `@provides` makes
 * stale copies look live.
 */
export const requires: Rule = {
  name: 'requires',
  check(subgraphs) {
    return allFields(subgraphs).flatMap(({ field, where }) => {
      const selection = directive(field, 'requires');
      const args = selection && stringArgument(selection, 'fields')?.includes('(');
      return [
        ...(args
          ? [{ where, message: '@requires with arguments is refused: select plain fields' }]
          : []),
        ...(directive(field, 'provides')
          ? [
              {
                where,
                message: 'drop @provides: give a copied value a name of its own (snapshot, card)',
              },
            ]
          : []),
      ];
    });
  },
};
