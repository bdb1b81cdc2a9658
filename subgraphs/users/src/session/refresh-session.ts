import { sqlRows } from '@emporium/db/sql';
import { unauthenticated } from '@emporium/graphql/app-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import type { UsersCtx } from '../services.js';
import type { AuthPayload } from '../user/user.payloads.js';
import { prepareAnswer } from './answer-with-session.js';
import { addRefreshToken, refreshTokenHash } from './refresh-token.js';
import { SESSION_TTL_SECONDS } from './session-lifetime.js';
import { clearCookies, wantsTokensInBody } from './token-cookies.js';

type Renewal = { refreshToken: string } | 'refused' | 'reused';

/**
 * Exchanges a refresh token (argument, else cookie) for new tokens. A token works once: seeing it again means that two parties hold it,
 * so the session and its access tokens end (RFC 9700, 4.14). It is spent only when its answer can be given: a failure before, as while
 * the revocations cannot be read, leaves it as it was. Throws UNAUTHENTICATED for any token that does not work.
 */
export async function refreshSession(ctx: UsersCtx, argument?: string | null): Promise<AuthPayload> {
  const token = argument ?? ctx.headers['x-refresh-token'];
  const tokenHash = token ? refreshTokenHash(token) : undefined;
  const owner = tokenHash ? await ownerOf(ctx, tokenHash) : undefined;
  // Those who send the token as an argument keep it themselves: a cookie would be lost on them.
  const inBody = argument != null || wantsTokensInBody(ctx);
  const answer = owner ? await prepareAnswer(ctx, owner.user_id, owner.session_id, inBody) : undefined;
  const renewal = tokenHash ? await inTransaction(ctx, () => renew(ctx, tokenHash)) : 'refused';
  if (typeof renewal === 'object' && answer) return answer(renewal.refreshToken);
  if (renewal === 'reused') await tryPublishRevocations(ctx);
  if (argument == null && token) clearCookies(ctx);
  throw unauthenticated('The session has ended: log in again.');
}

/** Whose token it is, if it can still be used. Sessions keep their user, so what is read here holds when the token is taken. */
async function ownerOf(ctx: UsersCtx, tokenHash: string): Promise<{ session_id: string; user_id: string } | undefined> {
  const [owner] = await sqlRows<{ session_id: string; user_id: string }>(
    ctx.em,
    `select t.session_id, s.user_id from users.refresh_token t join users.session s on s.id = t.session_id
     join users.app_user u on u.id = s.user_id
     where t.token_hash = ? and t.used_at is null and t.expires_at > now() and s.revoked_at is null and u.status = 'ACTIVE'`,
    [tokenHash],
  );
  return owner;
}

async function renew(ctx: UsersCtx, tokenHash: string): Promise<Renewal> {
  // The first statement takes the token; of two at the same time the second one waits here and then finds it used.
  const [taken] = await sqlRows<{ session_id: string }>(
    ctx.em,
    'update users.refresh_token set used_at = now() where token_hash = ? and used_at is null and expires_at > now() returning session_id',
    [tokenHash],
  );
  if (!taken) return endReused(ctx, tokenHash);
  const [session] = await sqlRows<{ user_id: string }>(
    ctx.em,
    `update users.session s set last_seen_at = now(), expires_at = now() + make_interval(secs => ?)
     from users.app_user u where u.id = s.user_id and u.status = 'ACTIVE' and s.id = ? and s.revoked_at is null returning s.user_id`,
    [SESSION_TTL_SECONDS, taken.session_id],
  );
  return session ? { refreshToken: await addRefreshToken(ctx, taken.session_id) } : 'refused';
}

async function endReused(ctx: UsersCtx, tokenHash: string): Promise<Renewal> {
  const [known] = await sqlRows<{ session_id: string; user_id: string }>(
    ctx.em,
    `select t.session_id, s.user_id from users.refresh_token t join users.session s on s.id = t.session_id
     where t.token_hash = ? and t.used_at is not null`,
    [tokenHash],
  );
  if (!known) return 'refused';
  const ended = await endSessions(ctx, { userId: known.user_id, sessionId: known.session_id, reason: 'REUSE' });
  if (ended > 0) await recordSecurityEvent(ctx, { type: 'REFRESH_REUSED', userId: known.user_id, detail: { sessionId: known.session_id } });
  return 'reused';
}
