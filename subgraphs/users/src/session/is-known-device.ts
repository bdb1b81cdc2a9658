import { networkOf } from '@emporium/platform/http/network-of';
import type { Ctx } from '../context.js';
import { clientNetwork } from '../audit/record-security-event.js';
import { query } from '../tables.js';

/** Sessions that ended otherwise may have been a thief's. */
const ENDED_BY_OWNER = ['SIGN_OUT', 'SIGN_OUT_EVERYWHERE'];
const LOOKED_AT = 100;

/**
 * Whether somebody has logged in to the account (normalised e-mail address) from the client's
 * network lately.
 */
export async function isKnownDevice(ctx: Ctx, email: string): Promise<boolean> {
  const network = clientNetwork(ctx);
  if (network === undefined) return false;
  const sessions = await query(ctx)
    .selectFrom('Session as s')
    .innerJoin('User as u', 'u.id', 's.userId')
    .select('s.ip')
    .where('u.email', '=', email)
    .where((eb) =>
      eb.or([eb('s.revokedAt', 'is', null), eb('s.revokedReason', 'in', ENDED_BY_OWNER)]),
    )
    .orderBy('s.lastSeenAt', 'desc')
    .limit(LOOKED_AT)
    .execute();
  return sessions.some(({ ip }) => ip !== null && networkOf(ip) === network);
}
