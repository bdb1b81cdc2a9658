import { allInputs } from './elements.js';
import type { Rule } from './lint-input.js';

/**
 * docs/schema-rules.md, rule 4: currency, market and locale come from the request; an argument
 * would repeat everywhere and `@requires` cannot forward it.
 */
export const contextArguments: Rule = {
  name: 'context-arguments',
  check(subgraphs) {
    return allInputs(subgraphs)
      .filter(
        ({ input, where }) =>
          where.endsWith(':)') &&
          /^(currency|market|locale|language)(Code)?$/.test(input.name.value),
      )
      .map(({ where }) => ({
        where,
        message: 'drop the argument: it belongs to the request context (header)',
      }));
  },
};
