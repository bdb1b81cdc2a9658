import { subgraphUnavailable, unauthenticated } from '@emporium/graphql/app-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { prepareAnswer } from './answer-with-session.js';
import { holdAccount } from './hold-account.js';
import { addRefreshToken, refreshTokenHash } from './refresh-token.js';
import { roleOf, sessionEnd } from './session-lifetime.js';
import { clearCookies, wantsTokensInBody } from './token-cookies.js';

/** A commit and the way of the answer take at most this long while all is well; milliseconds. */
const COMMIT_MS = 100;

type Renewal = { refreshToken: string } | 'refused' | 'reused';

/**
 * Exchanges a refresh token (argument, else cookie) for new tokens. A token works once: seeing it
 * again means that two parties hold it, so the session and its access tokens end (RFC 9700, 4.14).
 * It is spent only when its answer can be given: a failure before, as while the revocations cannot
 * be read, or a caller who has given up waiting leaves it as it was. Throws UNAUTHENTICATED for any
 * token that does not work, SUBGRAPH_UNAVAILABLE when it could not be answered now.
 */
export async function refreshSession(ctx: Ctx, argument?: string | null): Promise<AuthAnswer> {
  const token = argument ?? ctx.headers['x-refresh-token'];
  const tokenHash = token ? refreshTokenHash(token) : undefined;
  const owner = tokenHash ? await ownerOf(ctx, tokenHash) : undefined;
  // Those who send the token as an argument keep it themselves: a cookie would be lost on them.
  const inBody = argument != null || wantsTokensInBody(ctx);
  const answer = owner
    ? await prepareAnswer(ctx, owner.userId, owner.sessionId, inBody)
    : undefined;
  const renewal = tokenHash
    ? await inTransaction(ctx, async () => {
        if (owner && answer) await holdAccount(ctx, owner.userId, answer.account);
        const renewed = await renew(ctx, tokenHash);
        // Rolls back: who has given up will send the same token again, or has done so meanwhile,
        // which is no theft.
        if (renewed !== 'refused' && !ctx.callerWaits(COMMIT_MS)) throw subgraphUnavailable();
        return renewed;
      })
    : 'refused';
  if (typeof renewal === 'object' && answer) return answer.give(renewal.refreshToken);
  if (renewal === 'reused') await tryPublishRevocations(ctx);
  if (argument == null && token) clearCookies(ctx);
  throw unauthenticated('The session has ended: log in again.');
}

/**
 * Whose token it is, if it can still be used. Sessions keep their user, so what is read here holds
 * when the token is taken.
 */
function ownerOf(
  ctx: Ctx,
  tokenHash: string,
): Promise<{ sessionId: string; userId: string } | undefined> {
  const now = sql<Date>`now()`;
  return query(ctx)
    .selectFrom('RefreshToken as t')
    .innerJoin('Session as s', 's.id', 't.sessionId')
    .innerJoin('User as u', 'u.id', 's.userId')
    .select(['t.sessionId', 's.userId'])
    .where('t.tokenHash', '=', tokenHash)
    .where('t.usedAt', 'is', null)
    .where('t.expiresAt', '>', now)
    .where('s.revokedAt', 'is', null)
    .where('u.status', '=', UserStatus.ACTIVE)
    .executeTakeFirst();
}

async function renew(ctx: Ctx, tokenHash: string): Promise<Renewal> {
  // The first statement takes the token; of two at the same time the second one waits here and then
  // finds it used.
  const now = sql<Date>`now()`;
  const taken = await query(ctx)
    .updateTable('RefreshToken')
    .set({ usedAt: now })
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('sessionId')
    .executeTakeFirst();
  if (!taken) return endReused(ctx, tokenHash);
  const session = await query(ctx)
    .updateTable('Session as s')
    .from('User as u')
    .set((eb) => ({
      lastSeenAt: now,
      expiresAt: sessionEnd(ctx, roleOf(eb.ref('u.id')), eb.ref('s.createdAt')),
    }))
    .whereRef('u.id', '=', 's.userId')
    .where('u.status', '=', UserStatus.ACTIVE)
    .where('s.id', '=', taken.sessionId)
    .where('s.revokedAt', 'is', null)
    .returning('s.id')
    .executeTakeFirst();
  return session ? { refreshToken: await addRefreshToken(ctx, session.id) } : 'refused';
}

async function endReused(ctx: Ctx, tokenHash: string): Promise<Renewal> {
  const known = await query(ctx)
    .selectFrom('RefreshToken as t')
    .innerJoin('Session as s', 's.id', 't.sessionId')
    .select(['t.sessionId', 's.userId'])
    .where('t.tokenHash', '=', tokenHash)
    .where('t.usedAt', 'is not', null)
    .executeTakeFirst();
  if (!known) return 'refused';
  const ended = await endSessions(ctx, {
    userId: known.userId,
    sessionId: known.sessionId,
    reason: 'REUSE',
  });
  if (ended > 0)
    await recordSecurityEvent(ctx, {
      type: 'REFRESH_REUSED',
      userId: known.userId,
      detail: { sessionId: known.sessionId },
    });
  return 'reused';
}
