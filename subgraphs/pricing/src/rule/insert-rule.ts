import type { Ctx } from '@emporium/platform/context';
import { publishRule } from './publish-rule.js';
import { ruleColumns } from './rule-columns.js';
import { Rule, type RuleData } from './rule.entity.js';

/** Writes and publishes new rules in the current transaction. */
export async function insertRules(ctx: Ctx, rules: readonly RuleData[]): Promise<void> {
  const at = { createdAt: ctx.now(), updatedAt: ctx.now() };
  await ctx.em.insertMany(
    Rule,
    rules.map((data) => ({
      ...ruleColumns(data),
      ...at,
      id: data.id,
      kind: data.kind,
      version: 1,
      timesRedeemed: 0,
      data,
    })),
  );
  for (const data of rules) await publishRule(ctx, { id: data.id, version: 1, data });
}
