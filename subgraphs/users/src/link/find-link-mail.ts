import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { storedTokenOf } from './link-token.js';
import { UserStatus } from '../user/user.entity.js';
import type { UserMail } from './user-mail.type.js';

/**
 * What the mail of a link needs, as of now; null when the link would not open any more, or is
 * nobody's.
 */
export async function findLinkMail(ctx: Ctx, requestId: string): Promise<UserMail | null> {
  const link = await query(ctx)
    .selectFrom('AccountLink as l')
    .innerJoin('User as u', 'u.id', 'l.userId')
    .select(['l.id', 'l.address', 'l.purpose', 'l.tokenHash'])
    .where('l.id', '=', requestId)
    .where('l.usedAt', 'is', null)
    .where('l.expiresAt', '>', sql<Date>`now()`)
    .where('u.status', '=', UserStatus.ACTIVE)
    .where((eb) =>
      eb.or([eb('l.purpose', '=', 'UNDO_EMAIL_CHANGE'), eb('u.email', '=', eb.ref('l.address'))]),
    )
    .executeTakeFirst();
  const token = link && storedTokenOf(ctx, link);
  return link?.address && token ? { kind: link.purpose, address: link.address, token } : null;
}
