import { singleLine } from '@emporium/graphql/input/single-line';
import { z } from 'zod';
import { checkGroups } from '../group/check-groups.js';
import { checkLimit } from '../redemption/check-limit.js';
import { amount, count, ids, period, validity } from '../rule/rule-fields.js';
import type { RuleNoun } from '../rule/rule-noun.js';
import { effectRules } from './effect-rules.js';
import { toPromotion, type Promotion } from './promotion.type.js';

const MAX_IDS = 500;
const MAX_GROUPS = 100;

const limit = count('The limit', 1)
  .nullish()
  .transform((value) => value ?? null);

const selection = z
  .object({ productIds: ids(MAX_IDS), variantIds: ids(MAX_IDS), categoryIds: ids(MAX_IDS) })
  .refine(
    (all) => Object.values(all).some((each) => each.length > 0),
    'Name goods, or leave the selection out: then all goods count.',
  );

const conditions = z
  .object({
    minimum: amount.nullish().transform((value) => value ?? null),
    minimumQuantity: count('The quantity', 1)
      .nullish()
      .transform((value) => value ?? null),
    customerGroupIds: ids(MAX_GROUPS),
    isFirstOrderOnly: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
    selection: selection.nullish().transform((value) => value ?? null),
  })
  .nullish()
  .transform(
    (value) =>
      value ?? {
        minimum: null,
        minimumQuantity: null,
        customerGroupIds: [],
        isFirstOrderOnly: false,
        selection: null,
      },
  );

const rules = z
  .object({
    name: singleLine('The name', 100),
    isActive: z.boolean(),
    isAutomatic: z.boolean(),
    ...period,
    priority: count('The priority', -1_000_000, 1_000_000),
    isExclusive: z.boolean(),
    conditions,
    effect: effectRules,
    limit,
    limitPerCustomer: limit,
  })
  .transform(validity)
  .superRefine(({ limit, limitPerCustomer }, check) => {
    if (limit !== null && limitPerCustomer !== null && limitPerCustomer > limit)
      check.addIssue({
        code: 'custom',
        path: ['limitPerCustomer'],
        message: 'One customer cannot redeem it more often than all together.',
      });
  })
  .transform((promotion) => ({ ...promotion, isExhausted: false }));

/** A reduction. */
export const promotion: RuleNoun<'PROMOTION', Promotion> = {
  kind: 'PROMOTION',
  prefix: 'promo',
  operation: 'promotion',
  label: 'promotion',
  most: 1_000,
  rules,
  nullable: ['startsAt', 'endsAt', 'limit', 'limitPerCustomer'],
  toType: toPromotion,
  check: async (ctx, after, before) => {
    checkLimit(after.limit, before?.timesRedeemed);
    await checkGroups(ctx, after.conditions.customerGroupIds, [
      'input',
      'conditions',
      'customerGroupIds',
    ]);
  },
};
