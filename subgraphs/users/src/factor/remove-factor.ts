import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { forgetAllDevices } from '../device/forget-device.js';
import { isId } from '../input/is-id.js';
import { outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import type { FactorAnswer } from './factor.payload.js';
import { factorMethods } from './factor-methods.js';
import { tellOwner } from './tell-owner.js';

/** Removes one of the caller's factors; with the last one the recovery codes go. */
export async function removeFactor(ctx: Ctx, id: string): Promise<FactorAnswer> {
  const userId = ownId(ctx);
  await requireFresh(ctx);
  const missing = () => new Rejection(notFound('There is no such factor.', ['id']));
  if (!isId('fac', id)) throw missing();
  await inTransaction(ctx, async () => {
    await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
    const removed = await query(ctx)
      .deleteFrom('Factor')
      .where('id', '=', id)
      .where('userId', '=', userId)
      .where('confirmedAt', 'is not', null)
      .returning('kind')
      .executeTakeFirst();
    if (!removed) throw missing();
    if ((await factorMethods(ctx, userId)).length === 0) await forgetProofs(ctx, userId);
    await tellOwner(ctx, userId);
    await recordSecurityEvent(ctx, {
      type: 'FACTOR_REMOVED',
      userId,
      detail: { factorId: id, kind: removed.kind },
    });
  });
  await tryPublishRevocations(ctx);
  return { deletedId: id };
}

/** What a factor that is gone has proved counts no more, also for a role that asks for one. */
async function forgetProofs(ctx: Ctx, userId: string): Promise<void> {
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', userId).execute();
  await query(ctx)
    .updateTable('Session')
    .set({ factorAt: null })
    .where('userId', '=', userId)
    .execute();
  await forgetAllDevices(ctx, userId);
  await outdateTokens(ctx, { userId });
}
