import type { Ctx } from '../context.js';
import { tellOwner } from '../factor/tell-owner.js';
import { endSessions, outdateTokens } from '../revocation/revocations.js';
import { query } from '../tables.js';

/**
 * Takes all second factors and recovery codes of an account away, ends its sessions and
 * has the owner told. Returns how
 * many sessions. Call it in a transaction, then publishRevocations after it.
 */
export async function dropFactors(ctx: Ctx, userId: string): Promise<number> {
  await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
  await query(ctx).deleteFrom('Factor').where('userId', '=', userId).execute();
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', userId).execute();
  await query(ctx).deleteFrom('LoginChallenge').where('userId', '=', userId).execute();
  await tellOwner(ctx, userId);
  await outdateTokens(ctx, { userId });
  return endSessions(ctx, { userId, reason: 'FACTORS_RESET' });
}
