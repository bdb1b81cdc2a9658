import type { Ctx } from '@emporium/platform/context';
import { checkRule } from '@emporium/pricing/check-rule';
import { pricingRule, type PricingRule } from '@emporium/pricing/rules';
import { ruleColumns } from '../rule/rule-columns.js';
import { wholeRule } from '../rule/publish-rule.js';
import type { RuleRow } from '../rule/rule-noun.js';
import { withExhaustion } from '../redemption/with-exhaustion.js';
import { MAX_PROBLEMS, rulePages } from './rule-pages.js';

/** I27: living rules have the right shape, are what the calculator can apply, and fit their row. */
export async function soundRules(ctx: Ctx, progress?: (text: string) => void): Promise<string[]> {
  const found: string[] = [];
  let rows = 0;
  for await (const page of rulePages(ctx)) {
    for (const row of page) if (row.deletedAt === null) found.push(...(await problemsOf(ctx, row)));
    progress?.(`${(rows += page.length)} rules`);
    if (found.length >= MAX_PROBLEMS) break;
  }
  return found.slice(0, MAX_PROBLEMS);
}

async function problemsOf(ctx: Ctx, row: RuleRow): Promise<string[]> {
  const read = pricingRule.safeParse(await wholeRule(ctx, row.data as PricingRule));
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `${row.id}: ${path.join('.')}: ${message}`);
  const wrong = checkRule(read.data).map(({ path, message }) => `${row.id}: ${path}: ${message}`);
  if (row.data.id !== row.id || row.data.kind !== row.kind)
    wrong.push(`${row.id}: the rule says it is ${row.data.kind} ${row.data.id}`);
  for (const [column, value] of Object.entries(ruleColumns(row.data)))
    if ((row[column as 'name'] ?? null) !== (value ?? null))
      wrong.push(`${row.id}: ${column} is ${row[column as 'name']}, the rule says ${value}`);
  const { isExhausted } = withExhaustion(row.data, row.timesRedeemed) as { isExhausted?: boolean };
  if (isExhausted !== (row.data as { isExhausted?: boolean }).isExhausted)
    wrong.push(`${row.id}: ${row.timesRedeemed} redemptions and isExhausted disagree`);
  return wrong;
}
