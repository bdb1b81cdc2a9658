import type { Ctx } from '@emporium/platform/context';
import type { Replica } from '@emporium/platform/owned-state';
import { query } from './rule-query.js';

const rules = (ctx: Pick<Ctx, 'em'>) =>
  query(ctx)
    .selectFrom('PricingRuleRow')
    .select(['id', 'version', 'isDeleted as ended', 'isDeleted as buried']);

/**
 * The replica as `verify` and `reconcile` compare it. `of` names what it copies, `title` is what
 * reports call it.
 */
export const ruleReplica = <S>(of: string, title: string): Replica<S> => ({
  of,
  title,
  page: (ctx, after, limit) =>
    rules(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => rules(ctx).where('id', 'in', ids).execute(),
  forget: async (ctx, ids) => {
    await query(ctx)
      .with('gone', (db) => db.deleteFrom('PricingRuleRow').where('id', 'in', ids))
      .updateTable('PricingRuleState')
      .set((eb) => ({ purges: eb('purges', '+', 1) }))
      .where('id', '=', 1)
      .execute();
  },
});
