import { allFields, allInputs } from './elements.js';
import type { Rule } from './lint-input.js';
import { baseType, words } from './type-text.js';

const MONEY = new Set(
  'price prices amount total subtotal cost tax discount fee balance refund refunded payment shipping rate money'.split(
    ' ',
  ),
);

/**
 * docs/schema-rules.md, rule 3: money is never a float, and a 32-bit integer is too small for it.
 */
export const money: Rule = {
  name: 'money',
  check(subgraphs) {
    const elements = [
      ...allFields(subgraphs).map(({ field, where }) => ({ node: field, where })),
      ...allInputs(subgraphs).map(({ input, where }) => ({ node: input, where })),
    ];
    return elements
      .filter(
        ({ node }) =>
          ['Float', 'Int'].includes(baseType(node.type)) &&
          MONEY.has(words(node.name.value).at(-1) ?? ''),
      )
      .map(({ where, node }) => ({
        where,
        message: `is ${baseType(node.type)}: use Money (input MoneyInput), or Decimal for a rate`,
      }));
  },
};
