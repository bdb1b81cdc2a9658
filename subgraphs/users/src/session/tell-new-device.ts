import { UserMailRequested } from '@emporium/users-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { addressBlock } from './address-block.js';
import { deviceName } from './device-name.js';

const LOOKED_AT = 100;
/** Sessions that ended so may have been a thief's: to have been in one makes no device known. */
const ENDED_BY_SUSPICION = ['REUSE', 'BLOCKED', 'EMAIL_CHANGE_UNDONE'];

/**
 * Asks for a mail to the owner when a session was opened by a device, or from a place, of which the
 * account has no session of the last weeks; call it in the transaction that opened it. Of the first
 * session of an account nothing is told: there is nobody to warn.
 */
export async function tellNewDevice(ctx: Ctx, userId: string, sessionId: string): Promise<void> {
  const sessions = await query(ctx)
    .selectFrom('Session')
    .select(['id', 'userAgent', 'ip', 'revokedReason'])
    .where('userId', '=', userId)
    .orderBy('lastSeenAt', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const opened = sessions.find(({ id }) => id === sessionId);
  const others = sessions.filter(({ id }) => id !== sessionId);
  if (!opened || others.length === 0) return;
  const [device, place] = [deviceName(opened.userAgent), addressBlock(opened.ip)];
  const isKnown = others.some(
    ({ userAgent, ip, revokedReason }) =>
      !ENDED_BY_SUSPICION.includes(revokedReason ?? '') &&
      deviceName(userAgent) === device &&
      addressBlock(ip) === place,
  );
  if (isKnown) return;
  ctx.emit(UserMailRequested, {
    key: sessionId,
    version: 1,
    data: { requestId: sessionId, userId, kind: 'NEW_DEVICE' },
  });
}
