import { ACCESS_TOKEN_TTL_SECONDS } from '@emporium/auth/access-token';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';

/** How long a revocation must be known: as long as an access token lives, and a minute for clocks that differ. */
export const REVOCATION_TTL_SECONDS = ACCESS_TOKEN_TTL_SECONDS + 60;

interface RevocationRow {
  key: string;
  value: number | null;
  ttl: number;
}

/** Which open sessions end, and why. */
export interface SessionsToEnd {
  userId: string;
  sessionId?: string;
  reason: 'SIGN_OUT' | 'SIGN_OUT_EVERYWHERE' | 'REUSE' | 'BLOCKED' | 'PASSWORD_CHANGED' | 'ERASED';
}

/** Ends sessions and notes that their access tokens are void; call it in a transaction, then publishRevocations after it. Returns how many. */
export async function endSessions(ctx: UsersCtx, { userId, sessionId, reason }: SessionsToEnd): Promise<number> {
  const ended = await sqlRows(
    ctx.em,
    `with ended as (
       update users.session set revoked_at = now(), revoked_reason = ?
       where user_id = ? and (?::text is null or id = ?) and revoked_at is null and expires_at > now() returning id)
     insert into users.revocation (key, expires_at)
       select 'revoked:sid:' || id, now() + make_interval(secs => ?) from ended
       on conflict (key) do update set expires_at = excluded.expires_at, value = null returning key`,
    [reason, userId, sessionId ?? null, sessionId ?? null, REVOCATION_TTL_SECONDS],
  );
  return ended.length;
}

/**
 * Notes that access tokens issued so far say something outdated (role, permissions); sessions go on and fetch new ones. Call it in a
 * transaction, then publishRevocations after it. Only users with a token that may still be alive need it.
 */
export async function outdateTokens(ctx: UsersCtx, of: { userId: string } | { roleId: string }): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into users.revocation (key, expires_at)
       select distinct 'revoked:user:' || u.id, now() + make_interval(secs => ?)
       from users.app_user u join users.session s on s.user_id = u.id
       where ${'userId' in of ? 'u.id' : 'u.role_id'} = ? and s.last_seen_at > now() - make_interval(secs => ?)
       on conflict (key) do update set expires_at = excluded.expires_at, value = null`,
    [REVOCATION_TTL_SECONDS, 'userId' in of ? of.userId : of.roleId, REVOCATION_TTL_SECONDS],
  );
}

/**
 * Puts the noted revocations into the key-value store, where every gateway looks. Called right after the commit, never inside a
 * transaction (the embedded store shares the connection); the job repeats it, so a store that was away or lost its data catches up.
 * The instant is taken after the commit: a token made meanwhile from the old state is then not younger than its revocation.
 */
export async function publishRevocations(ctx: UsersCtx, which: 'new' | 'all'): Promise<void> {
  const rows = await sqlRows<RevocationRow>(
    ctx.em,
    `select key, value, ceil(extract(epoch from expires_at - now()))::integer as ttl from users.revocation
     where expires_at > now() ${which === 'new' ? 'and value is null' : ''}`,
  );
  for (let from = 0; from < rows.length; from += 50) {
    await Promise.all(rows.slice(from, from + 50).map((row) => publish(ctx, row)));
  }
}

/** Like publishRevocations, for the end of a mutation: the change is committed, so an unreachable store must not make it look failed. */
export async function tryPublishRevocations(ctx: UsersCtx): Promise<void> {
  await publishRevocations(ctx, 'new').catch((error: unknown) =>
    ctx.log.warn({ err: error }, 'revocations not published yet; the job repeats it'),
  );
}

async function publish(ctx: UsersCtx, row: RevocationRow): Promise<void> {
  const value = row.value ?? Math.floor(Date.now() / 1_000);
  await ctx.services.kv.set(row.key, String(value), Math.max(1, row.ttl));
  if (row.value === null) await sqlRun(ctx.em, 'update users.revocation set value = ? where key = ? and value is null', [value, row.key]);
}
