import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { countRecoveryCodes } from './factor-methods.js';
import { Factor } from './factor.entity.js';
import type { FactorAnswer } from './factor.payload.js';
import { replaceRecoveryCodes } from './renew-recovery-codes.js';
import { tellOwner } from './tell-owner.js';

/**
 * What follows from a factor that was confirmed a moment ago: the session has proved it, the
 * owner is told, and an account without recovery codes gets some. Call it in the transaction, which holds the user's row.
 */
export async function finishEnrolment(
  ctx: Ctx,
  userId: string,
  factorId: string,
): Promise<FactorAnswer> {
  await query(ctx)
    .updateTable('Session')
    .set({ factorAt: sql<Date>`now()` })
    .where('id', '=', ctx.principal.sid ?? '')
    .where('userId', '=', userId)
    .execute();
  await tellOwner(ctx, userId);
  const [left] = await countRecoveryCodes(ctx, [userId]);
  const recoveryCodes = left ? null : await replaceRecoveryCodes(ctx, userId);
  return { factor: await ctx.em.findOneOrFail(Factor, factorId, { refresh: true }), recoveryCodes };
}
