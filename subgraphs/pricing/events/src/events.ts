import { defineEvent } from '@emporium/bus/define-event';
import { pricingRule } from '@emporium/pricing/rules';
import { z } from 'zod';

/** One rule of commerce as it is after a change. Message key = rule id. */
export const pricingRuleChange = z.object({
  id: z.string().min(1).describe('Id of the rule.'),
  kind: z
    .enum([
      'TAX_ZONE',
      'TAX_SETTINGS',
      'SHIPPING_METHOD',
      'PROMOTION',
      'DISCOUNT_CODE',
      'GROUP_MEMBER',
      'PRICE_LIST',
      'CURRENCY',
    ])
    .describe('What the rule is; also told of a deleted one.'),
  version: z.number().int().positive().describe('Counts the changes of this rule.'),
  isDeleted: z.boolean().describe('A tombstone: keep id and version, forget the rest.'),
  rule: pricingRule.nullable().describe('The whole rule; null exactly when it is deleted.'),
});
export type PricingRuleChange = z.infer<typeof pricingRuleChange>;

/** A rule of commerce came into being, changed or was deleted. */
export const PricingRuleChanged = defineEvent(
  'PRICING_RULE_CHANGED',
  'pricing_events',
  pricingRuleChange,
  {
    description:
      'A rule of taxes, shipping, promotions, groups or price lists was made, changed or deleted; the whole rule, so that carts and orders price without asking.',
  },
);
