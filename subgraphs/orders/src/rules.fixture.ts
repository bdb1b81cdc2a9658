import { PricingRuleChanged } from '@emporium/pricing-events';
import { query } from '@emporium/pricing-replica/rule-query';
import type { PricingRule } from '@emporium/pricing/rules';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';

let version = 0;

/** Tells orders one rule; null: that it was deleted. */
const tell = (t: TestSubgraph<unknown>, id: string, rule: PricingRule | null) =>
  t.deliver(PricingRuleChanged, {
    key: id,
    version: ++version,
    data: { id, kind: rule?.kind ?? 'PROMOTION', version, isDeleted: rule === null, rule },
  });

/** Makes these the rules of the shop, and no others. */
export async function useRules(t: TestSubgraph<unknown>, ...rules: PricingRule[]): Promise<void> {
  const known = await query(t.ctx()).selectFrom('PricingRuleRow').select('id').execute();
  for (const { id } of known) await tell(t, id, null);
  for (const rule of rules) await tell(t, rule.id, rule);
}
