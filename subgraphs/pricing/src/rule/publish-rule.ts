import type { Ctx } from '@emporium/platform/context';
import { PricingRuleChanged } from '@emporium/pricing-events';
import type { PricingRule } from '@emporium/pricing/rules';
import { query } from '../tables.js';
import type { RuleRow } from './rule-noun.js';

/** Tells a version of a rule: the whole rule, or that it was deleted. Needs its transaction. */
export async function publishRule(
  ctx: Ctx,
  row: Pick<RuleRow, 'id' | 'version' | 'data'>,
  isDeleted = false,
): Promise<void> {
  if (row.data.kind === 'CUSTOMER_GROUP') return;
  const { id, version, data } = row;
  const rule = isDeleted ? null : await wholeRule(ctx, data as PricingRule);
  ctx.emit(PricingRuleChanged, {
    key: id,
    version,
    data: { id, kind: (data as PricingRule).kind, version, isDeleted, rule },
  });
}

/** The rule as it is published: a price list with its prices. */
export async function wholeRule(ctx: Ctx, rule: PricingRule): Promise<PricingRule> {
  if (rule.kind !== 'PRICE_LIST') return rule;
  const prices = await query(ctx)
    .selectFrom('PriceListPrice')
    .select(['variantId', 'fromQuantity', 'minor as amount'])
    .where('listId', '=', rule.id)
    .orderBy('variantId')
    .orderBy('fromQuantity')
    .execute();
  return { ...rule, prices };
}
