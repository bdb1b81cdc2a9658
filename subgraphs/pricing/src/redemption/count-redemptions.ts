import type { EventData } from '@emporium/bus/define-event';
import type { OrderCreated } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import type { RuleRow } from '../rule/rule-noun.js';
import { Rule } from '../rule/rule.entity.js';
import { writeRule } from '../rule/write-rule.js';
import { query } from '../tables.js';
import { withExhaustion } from './with-exhaustion.js';

/** What an order says it redeemed; missing in events from before there were promotions. */
export type Redeemed = EventData<typeof OrderCreated>['discounts'];

/** Promotions and codes of an order, each once; sorted, so that orders insert alike. */
export function redeemedRules(discounts: Redeemed): string[] {
  const ids = (discounts ?? []).flatMap(({ promotionId, codeId }) =>
    codeId === null ? [promotionId] : [promotionId, codeId],
  );
  return [...new Set(ids)].sort();
}

/**
 * Counts what an order redeemed or gave back: the rows of the order decide, so that a repeated
 * event counts nothing. A rule whose limit is reached by it, or no longer, is published.
 */
export async function recount(ctx: Ctx, ruleIds: readonly string[]): Promise<void> {
  if (ruleIds.length === 0) return;
  const rows = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where('id', 'in', ruleIds)
    // A promotion before its codes, as everybody locks them.
    .orderBy('parentId', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .forUpdate()
    .execute();
  const counts = await query(ctx)
    .selectFrom('Redemption')
    .select(['ruleId', sql<number>`count(*)::integer`.as('count')])
    .where('ruleId', 'in', ruleIds)
    .where('isGivenBack', '=', false)
    .groupBy('ruleId')
    .execute();
  const countOf = new Map(counts.map(({ ruleId, count }) => [ruleId, count]));
  for (const row of rows as unknown as RuleRow[]) {
    const timesRedeemed = countOf.get(row.id) ?? 0;
    if (timesRedeemed === row.timesRedeemed) continue;
    await ctx.em.nativeUpdate(Rule, { id: row.id }, { timesRedeemed });
    const isSame = isExhausted(withExhaustion(row.data, timesRedeemed)) === isExhausted(row.data);
    if (row.deletedAt === null && !isSame)
      await writeRule(ctx, { ...row, timesRedeemed }, row.data);
  }
}

const isExhausted = (data: RuleRow['data']) => 'isExhausted' in data && data.isExhausted;
