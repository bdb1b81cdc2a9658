import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { tryPublishRevocations } from '../revocation/revocations.js';
import { assertMayManage } from '../role/may-grant.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { User } from '../user/user.entity.js';
import { ownId } from '../user/user-visibility.js';
import { dropFactors } from './drop-factors.js';
import { FactorReset } from './factor-reset.entity.js';
import { secondPersonRequired, type FactorResetAnswer } from './factor-reset.payload.js';

/**
 * Approves a reset that a colleague asked for: the factors and recovery codes go, all sessions end,
 * and the password logs in again. Throws FORBIDDEN for an account that may do more than the caller.
 */
export async function approveFactorReset(ctx: Ctx, id: string): Promise<FactorResetAnswer> {
  const approvedBy = ownId(ctx);
  await requireFresh(ctx);
  const missing = () =>
    new Rejection(notFound('There is no such reset, or it is done or too old.', ['id']));
  if (!isId('frs', id)) throw missing();
  const approved = await inTransaction(ctx, async () => {
    const open = await query(ctx)
      .selectFrom('FactorReset')
      .select(['userId', 'requestedBy'])
      .where('id', '=', id)
      .where('approvedAt', 'is', null)
      .where('expiresAt', '>', sql<Date>`now()`)
      .forUpdate()
      .executeTakeFirst();
    if (!open) throw missing();
    const { userId, requestedBy } = open;
    if (approvedBy === requestedBy || approvedBy === userId)
      throw new Rejection(secondPersonRequired(['id']));
    await assertMayManage(ctx, await ctx.em.findOneOrFail(User, userId, { refresh: true }));
    await query(ctx)
      .updateTable('FactorReset')
      .set({ approvedBy, approvedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
    await dropFactors(ctx, userId);
    await recordSecurityEvent(ctx, {
      type: 'FACTORS_RESET',
      userId,
      detail: { factorResetId: id, requestedBy },
    });
    return ctx.em.findOneOrFail(FactorReset, id, { refresh: true });
  });
  await tryPublishRevocations(ctx);
  return { factorReset: approved };
}
