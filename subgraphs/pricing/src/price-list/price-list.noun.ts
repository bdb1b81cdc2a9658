import { singleLine } from '@emporium/graphql/input/single-line';
import { z } from 'zod';
import { checkGroups } from '../group/check-groups.js';
import { count, currency, ids, period, validity } from '../rule/rule-fields.js';
import { checkListCurrency } from './check-list-currency.js';
import type { RuleNoun } from '../rule/rule-noun.js';
import { toPriceList, type PriceList } from './price-list.type.js';

/** Prices of their own. */
export const priceList: RuleNoun<'PRICE_LIST', PriceList> = {
  kind: 'PRICE_LIST',
  prefix: 'plist',
  operation: 'priceList',
  label: 'price list',
  most: 100,
  rules: z
    .object({
      name: singleLine('The name', 100),
      isActive: z.boolean(),
      priority: count('The priority', -1_000_000, 1_000_000),
      customerGroupIds: ids(100),
      currency,
      ...period,
    })
    .transform(validity)
    // The prices are rows of their own, which publishing adds.
    .transform((list) => ({ ...list, prices: [] })),
  nullable: ['startsAt', 'endsAt'],
  toType: toPriceList,
  check: async (ctx, { currency: wanted, customerGroupIds }, before) => {
    // It never changes, and a list from other times must be switched off all the same.
    if (!before) await checkListCurrency(ctx, wanted);
    await checkGroups(ctx, customerGroupIds, ['input', 'customerGroupIds']);
  },
};
