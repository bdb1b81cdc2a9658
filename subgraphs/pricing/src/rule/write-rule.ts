import type { Ctx } from '@emporium/platform/context';
import { withExhaustion } from '../redemption/with-exhaustion.js';
import { query } from '../tables.js';
import { publishRule } from './publish-rule.js';
import { ruleColumns } from './rule-columns.js';
import type { RuleRow } from './rule-noun.js';
import { Rule, type RuleData } from './rule.entity.js';

/**
 * Writes a rule that the transaction has locked as its next version, and publishes it. Gives the
 * new version.
 */
export async function writeRule(
  ctx: Ctx,
  row: Pick<RuleRow, 'id' | 'version' | 'timesRedeemed'>,
  changed: RuleData,
): Promise<number> {
  const version = row.version + 1;
  const data = withExhaustion(changed, row.timesRedeemed);
  await ctx.em.nativeUpdate(
    Rule,
    { id: row.id },
    { ...ruleColumns(data), data, version, updatedAt: ctx.now(), deletedAt: null },
  );
  await publishRule(ctx, { id: row.id, version, data });
  return version;
}

/** Makes tombstones of rules that the transaction has locked, and tells it. */
export async function buryRules(ctx: Ctx, rows: readonly RuleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const at = ctx.now();
  await query(ctx)
    .updateTable('Rule')
    .set((eb) => ({ version: eb('version', '+', 1), updatedAt: at, deletedAt: at }))
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  for (const { id, version, data } of rows)
    await publishRule(ctx, { id, version: version + 1, data }, true);
}
