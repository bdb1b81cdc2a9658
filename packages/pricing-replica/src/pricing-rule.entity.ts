import type { PricingRule } from '@emporium/pricing/rules';
import { defineEntity, p } from '@mikro-orm/core';

/** A rule as its newest event told it; a deleted one leaves a tombstone. */
export const PricingRuleRow = defineEntity({
  name: 'PricingRuleRow',
  tableName: 'pricing_rule',
  properties: {
    id: p.text().primary(),
    kind: p.text(),
    version: p.integer(),
    isDeleted: p.boolean().default(false),
    data: p.json<PricingRule>().nullable(),
    /** Value of PricingRuleState.changes after this row was written. */
    change: p.bigint('number'),
  },
});

/** One row (id 1) that says whether anything changed, so that a process need not read the rules. */
export const PricingRuleState = defineEntity({
  name: 'PricingRuleState',
  tableName: 'pricing_rule_state',
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** Raised with every stored rule; its lock puts changes into the order of their commits. */
    changes: p.bigint('number').default(0),
    /** Raised when rules were forgotten, which leaves no row behind that says so. */
    purges: p.bigint('number').default(0),
  },
});

/** Tables of the replica, for the entities of a subgraph. */
export const ruleEntities = { PricingRuleRow, PricingRuleState };
