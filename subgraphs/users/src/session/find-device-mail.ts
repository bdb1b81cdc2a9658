import type { Ctx } from '../context.js';
import type { UserMail } from '../link/user-mail.type.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { addressBlock } from './address-block.js';
import { deviceName } from './device-name.js';

/**
 * What the mail about a log-in from a new device needs, as of now; null when the user or the session
 * is gone. A session that has ended is told of, too: its owner may not have been the one who ended
 * it.
 */
export async function findDeviceMail(ctx: Ctx, sessionId: string): Promise<UserMail | null> {
  const session = await query(ctx)
    .selectFrom('Session as s')
    .innerJoin('User as u', 'u.id', 's.userId')
    .select(['u.email', 's.userAgent', 's.ip'])
    .where('s.id', '=', sessionId)
    .where('u.status', '=', UserStatus.ACTIVE)
    .executeTakeFirst();
  if (!session?.email) return null;
  return {
    kind: 'NEW_DEVICE',
    address: session.email,
    token: null,
    device: deviceName(session.userAgent),
    network: addressBlock(session.ip),
  };
}
