import { newId } from '@emporium/db/new-id';
import { sqlRun } from '@emporium/db/sql';
import { clientIp } from '../audit/record-security-event.js';
import type { UsersCtx } from '../services.js';
import { addRefreshToken } from './refresh-token.js';
import { SESSION_TTL_SECONDS } from './session-lifetime.js';

/** A session that was opened; the access token is issued after the commit. */
export interface OpenedSession {
  sessionId: string;
  refreshToken: string;
}

/**
 * Opens a session for a user whose password was just checked against `passwordHash`; call it in a transaction. Undefined when the user
 * was blocked or the password changed since: the share locks make a block and a log-in at the same moment come one after the other.
 */
export async function openSession(ctx: UsersCtx, userId: string, passwordHash: string): Promise<OpenedSession | undefined> {
  const sessionId = newId('ses');
  const inserted = await sqlRun(
    ctx.em,
    `with account as (
       select u.id from users.app_user u join users.credential c on c.user_id = u.id
       where u.id = ? and u.status = 'ACTIVE' and c.password_hash = ? for share)
     insert into users.session (id, user_id, expires_at, user_agent, ip)
       select ?, id, now() + make_interval(secs => ?), ?, ? from account`,
    [userId, passwordHash, sessionId, SESSION_TTL_SECONDS, userAgent(ctx), clientIp(ctx) ?? null],
  );
  if (inserted === 0) return undefined;
  return { sessionId, refreshToken: await addRefreshToken(ctx, sessionId) };
}

function userAgent(ctx: UsersCtx): string | null {
  return ctx.headers['user-agent']?.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200) ?? null;
}
