import { allInputs, isInaccessible, rootFields } from './elements.js';
import type { Rule } from './lint-input.js';
import { baseType, typeText } from './type-text.js';

// Internal mutations are idempotent by the id of what they work for (`_stockReserve` by orderId).
const MOVES_STOCK_OR_MONEY = /^(stock|order|payment|refund|giftCard)[A-Z]/;

/**
 * docs/schema-rules.md, rules 9 and 10: a repeat of a mutation that moves stock or money must be
 * recognisable.
 */
export const idempotency: Rule = {
  name: 'idempotency',
  check(subgraphs) {
    const mutations = rootFields(subgraphs, 'Mutation')
      .filter(({ field }) => MOVES_STOCK_OR_MONEY.test(field.name.value) && !isInaccessible(field))
      .filter(({ field }) => {
        const key = field.arguments?.find((a) => a.name.value === 'idempotencyKey');
        // A compare-and-swap on the version cannot act twice either.
        return (
          !(key && typeText(key.type) === 'ID!') &&
          !field.arguments?.some(
            (a) => a.name.value === 'expectedVersion' && typeText(a.type) === 'Int!',
          )
        );
      })
      .map(({ where }) => ({
        where,
        message:
          'may move stock or money: add the argument idempotencyKey: ID! (or expectedVersion: Int!)',
      }));
    const nested = allInputs(subgraphs)
      .filter(
        ({ input, where }) =>
          input.name.value === 'idempotencyKey' &&
          (baseType(input.type) !== 'ID' || !where.endsWith(':)')),
      )
      .map(({ where }) => ({
        where,
        message: 'idempotencyKey is an argument of type ID beside the input, never inside it',
      }));
    return [...mutations, ...nested];
  },
};
