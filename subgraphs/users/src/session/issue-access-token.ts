import { setTimeout as wait } from 'node:timers/promises';
import { ACCESS_TOKEN_TTL_SECONDS, signAccessToken } from '@emporium/auth/access-token';
import { subgraphUnavailable, unauthenticated } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import { asksForFactor } from '../factor/asks-for-factor.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';

const ATTEMPTS = 4;

/** What an access token is made of. */
export interface TokenAccount {
  role: string;
  /** Those of the role. */
  permissions: string[];
  /** Whether the role gives them only to sessions that have proved a second factor. */
  requiresFactor: boolean;
}

/**
 * Makes an access token from the user's present role; in a session that has not proved the second
 * factor which the role asks for it carries no permission. If the user's tokens were outdated meanwhile,
 * a token of that same second would be refused or, worse, carry the old permissions past the
 * revocation: then it waits for the next second and reads again. Throws UNAUTHENTICATED when the
 * user may not log in, SUBGRAPH_UNAVAILABLE when the revocations cannot be read.
 */
export async function issueAccessToken(
  ctx: Ctx,
  userId: string,
  sessionId: string,
): Promise<{ accessToken: string; expiresAt: Date; account: TokenAccount }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const startedAt = Math.floor(Date.now() / 1_000);
    const account = await query(ctx)
      .selectFrom('User as u')
      .innerJoin('Role as r', 'r.id', 'u.roleId')
      .leftJoin('Session as s', (join) =>
        join.onRef('s.userId', '=', 'u.id').on('s.id', '=', sessionId),
      )
      .select(['r.name as role', 'r.permissions', 'r.requiresFactor', 's.factorAt'])
      .where('u.id', '=', userId)
      .where('u.status', '=', UserStatus.ACTIVE)
      .executeTakeFirst();
    if (!account) throw unauthenticated();
    const { factorAt, ...held } = account;
    const isHeldBack =
      factorAt === null &&
      asksForFactor(ctx, { name: held.role, requiresFactor: held.requiresFactor });
    const permissions = isHeldBack ? [] : held.permissions;
    const accessToken = signAccessToken(
      { sub: userId, sid: sessionId, role: held.role, permissions },
      ctx.config.jwtPrivateKey,
    );
    const outdatedAt = await readOutdatedAt(ctx, userId);
    if (outdatedAt === undefined || outdatedAt < startedAt) {
      return {
        accessToken,
        account: held,
        expiresAt: new Date((startedAt + ACCESS_TOKEN_TTL_SECONDS) * 1_000),
      };
    }
    await wait(Math.min(1_000, Math.max(10, (outdatedAt + 1) * 1_000 - Date.now())));
  }
  throw subgraphUnavailable();
}

/**
 * Throws SUBGRAPH_UNAVAILABLE while no access token could be issued. Whatever is spent or changed
 * before tokens are handed out (a refresh token, an address, a password) asks this first, so that a
 * retry finds it unspent.
 */
export async function requireTokensCanBeIssued(ctx: Ctx): Promise<void> {
  await readOutdatedAt(ctx, 'nobody');
}

/**
 * Second up to which tokens of a user or service account are outdated; undefined: none is. Throws
 * SUBGRAPH_UNAVAILABLE when the revocations cannot be read.
 */
export async function readOutdatedAt(ctx: Ctx, userId: string): Promise<number | undefined> {
  try {
    const value = await ctx.services.kv.get(`revoked:user:${userId}`);
    return value === undefined ? undefined : Number(value);
  } catch (error) {
    ctx.log.warn({ err: error }, 'revocations cannot be read');
    throw subgraphUnavailable();
  }
}
