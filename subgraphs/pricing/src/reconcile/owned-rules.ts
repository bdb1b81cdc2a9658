import { skipVersions } from '@emporium/db/outbox/skip-versions';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { OwnedState } from '@emporium/platform/owned-state';
import { PricingRuleChanged } from '@emporium/pricing-events';
import type { RuleRow } from '../rule/rule-noun.js';
import { buryRules, writeRule } from '../rule/write-rule.js';
import { query } from '../tables.js';

const all = (ctx: Ctx) => query(ctx).selectFrom('Rule').where('kind', '<>', 'CUSTOMER_GROUP');
const living = (ctx: Ctx) => all(ctx).where('deletedAt', 'is', null).select(['id', 'version']);

/** Rules, which carts and orders copy. */
export const ownedRules: OwnedState = {
  name: 'rules',
  page: (ctx, after, limit) =>
    living(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => living(ctx).where('id', 'in', ids).execute(),
  publishAgain: async (ctx, floors) => {
    for (const [id, floor] of floors)
      await inTransaction(ctx, async () => {
        const row = await lockAbove(ctx, id, floor);
        if (row && row.deletedAt === null) await writeRule(ctx, row, row.data);
      });
  },
  endAgain: async (ctx, floors) => {
    const unknown: string[] = [];
    for (const [id, floor] of floors)
      await inTransaction(ctx, async () => {
        const row = await lockAbove(ctx, id, floor);
        if (row) await buryRules(ctx, [row]);
        else unknown.push(id);
      });
    return unknown;
  },
};

/** The row, locked and set to the version from which the next one is above the floor. */
async function lockAbove(ctx: Ctx, id: string, floor: number): Promise<RuleRow | undefined> {
  const found = await all(ctx).selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  const row = found as unknown as RuleRow | undefined;
  if (!row || row.version >= floor) return row;
  const topic = PricingRuleChanged.topic;
  await skipVersions(ctx.em, { topic, aggregateId: id, from: row.version + 1, to: floor });
  await query(ctx).updateTable('Rule').set({ version: floor }).where('id', '=', id).execute();
  return { ...row, version: floor };
}
