import { ACCESS_TOKEN_TTL_SECONDS } from '@emporium/auth/access-token';
import {
  REVOCATION_CHANNEL,
  REVOCATION_FEED,
  writeRevocation,
  type Revocation,
} from '@emporium/auth/revocation';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { forgetAllDevices } from '../device/forget-device.js';
import { query } from '../tables.js';

/**
 * How long a revocation must be known: as long as an access token lives, and a minute for clocks
 * that differ.
 */
export const REVOCATION_TTL_SECONDS = ACCESS_TOKEN_TTL_SECONDS + 60;

const expiresAt = sql<Date>`now() + make_interval(secs => ${REVOCATION_TTL_SECONDS})`;

/** Which open sessions end, and why. */
export interface SessionsToEnd {
  userId: string;
  sessionId?: string;
  /** The one that goes on. */
  exceptId?: string;
  reason:
    | 'SIGN_OUT'
    | 'SIGN_OUT_ELSEWHERE'
    | 'SIGN_OUT_EVERYWHERE'
    | 'REUSE'
    | 'BLOCKED'
    | 'PASSWORD_CHANGED'
    | 'EMAIL_CHANGE_UNDONE'
    | 'FACTORS_RESET'
    | 'ERASED';
}

/**
 * Ends sessions and notes that their access tokens are void; call it in a transaction, then
 * publishRevocations after it. Returns how many.
 */
export async function endSessions(
  ctx: Ctx,
  { userId, sessionId, exceptId, reason }: SessionsToEnd,
): Promise<number> {
  const now = sql<Date>`now()`;
  // What ends all sessions is no time to trust a device.
  if (sessionId === undefined) await forgetAllDevices(ctx, userId);
  const ended = await query(ctx)
    .with('ended', (db) => {
      let open = db
        .updateTable('Session')
        .set({ revokedAt: now, revokedReason: reason })
        .where('userId', '=', userId)
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', now);
      if (sessionId !== undefined) open = open.where('id', '=', sessionId);
      if (exceptId !== undefined) open = open.where('id', '<>', exceptId);
      return open.returning('id');
    })
    .insertInto('Revocation')
    .columns(['key', 'expiresAt'])
    .expression((eb) =>
      eb
        .selectFrom('ended')
        .select((row) => [
          sql<string>`'revoked:sid:' || ${row.ref('ended.id')}`.as('key'),
          expiresAt.as('expiresAt'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({ expiresAt: eb.ref('excluded.expiresAt'), value: null })),
    )
    .returning('key')
    .execute();
  return ended.length;
}

/**
 * Notes that what was let in by these secrets of machines is void; call it in a transaction, then
 * publishRevocations after it.
 */
export async function voidTokens(ctx: Ctx, secretIds: readonly string[]): Promise<void> {
  if (secretIds.length > 0)
    await note(
      ctx,
      secretIds.map((id) => `revoked:sid:${id}`),
    );
}

async function note(ctx: Ctx, keys: readonly string[]): Promise<void> {
  await query(ctx)
    .insertInto('Revocation')
    .values(keys.map((key) => ({ key, expiresAt })))
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({ expiresAt: eb.ref('excluded.expiresAt'), value: null })),
    )
    .execute();
}

/**
 * Notes that the access tokens of a service account issued so far are outdated; call it in a
 * transaction, then publishRevocations after it.
 */
export async function outdateMachine(ctx: Ctx, id: string): Promise<void> {
  await note(ctx, [`revoked:user:${id}`]);
}

/**
 * Notes that access tokens issued so far say something outdated (role, permissions); sessions go on
 * and fetch new ones, and what gateways remember of API keys is asked for again. Call it in a
 * transaction, then publishRevocations after it. Only users with a token that may still be alive, or
 * with a key, need it.
 */
export async function outdateTokens(
  ctx: Ctx,
  of: { userId: string } | { roleId: string },
): Promise<void> {
  const [column, id] =
    'userId' in of ? (['u.id', of.userId] as const) : (['u.roleId', of.roleId] as const);
  await query(ctx)
    .insertInto('Revocation')
    .columns(['key', 'expiresAt'])
    .expression((eb) =>
      eb
        .selectFrom('User as u')
        .select((row) => [
          sql<string>`'revoked:user:' || ${row.ref('u.id')}`.as('key'),
          expiresAt.as('expiresAt'),
        ])
        .where(column, '=', id)
        .where((row) =>
          row.or([
            row.exists(
              row
                .selectFrom('Session as s')
                .select('s.id')
                .whereRef('s.userId', '=', 'u.id')
                .where(
                  's.lastSeenAt',
                  '>',
                  sql<Date>`now() - make_interval(secs => ${REVOCATION_TTL_SECONDS})`,
                ),
            ),
            row.exists(
              row
                .selectFrom('ApiKey as k')
                .select('k.id')
                .whereRef('k.userId', '=', 'u.id')
                .where('k.expiresAt', '>', sql<Date>`now()`),
            ),
          ]),
        ),
    )
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({ expiresAt: eb.ref('excluded.expiresAt'), value: null })),
    )
    .execute();
}

/**
 * Tells every gateway of the noted revocations, and keeps them in the key-value store. Called right
 * after the commit, never inside a transaction (the embedded store shares the connection).
 * `missing` is for the job: those of a store that was away or lost its data. The instant is taken
 * after the commit: a token made meanwhile from the old state is then not younger than its
 * revocation.
 */
export async function publishRevocations(ctx: Ctx, which: 'new' | 'missing'): Promise<void> {
  const rows = await (
    which === 'new' ? living(ctx).where('value', 'is', null) : living(ctx)
  ).execute();
  const { kv } = ctx.services;
  for (let from = 0; from < rows.length; from += 50) {
    const some = rows.slice(from, from + 50);
    const known = which === 'new' ? [] : await kv.getMany(some.map(({ key }) => key));
    await Promise.all(
      some
        .filter(({ value }, index) => value === null || known[index] === undefined)
        .map((row) => publish(ctx, row)),
    );
  }
}

/**
 * Like publishRevocations, for the end of a mutation: the change is committed, so an unreachable
 * store must not make it look failed.
 */
export async function tryPublishRevocations(ctx: Ctx): Promise<void> {
  await publishRevocations(ctx, 'new').catch((error: unknown) =>
    ctx.log.warn({ err: error }, 'revocations not published yet; the job repeats it'),
  );
}

/** Revocations that some access token may still need, with the seconds that are left. */
function living(ctx: Ctx) {
  return query(ctx)
    .selectFrom('Revocation')
    .select((eb) => [
      'key',
      'value',
      sql<number>`ceil(extract(epoch from ${eb.ref('expiresAt')} - now()))::integer`.as('ttl'),
    ])
    .where('expiresAt', '>', sql<Date>`now()`);
}

async function publish(
  ctx: Ctx,
  { key, value, ttl }: { key: string; value: number | null; ttl: number },
): Promise<void> {
  const { kv } = ctx.services;
  const now = Math.floor(Date.now() / 1_000);
  const at = value ?? now;
  const entry = writeRevocation(revocationOf(key, at, now + ttl));
  // First the way that waits for nothing: the gateways of this process hear of it even while the
  // store is busy.
  await Promise.all([
    kv.publish(REVOCATION_CHANNEL, entry),
    kv.append(REVOCATION_FEED, entry, REVOCATION_TTL_SECONDS),
  ]);
  // The key says that the feed has it, so it comes last.
  await kv.set(key, String(at), Math.max(1, ttl));
  if (value !== null) return;
  await query(ctx)
    .updateTable('Revocation')
    .set({ value: at })
    .where('key', '=', key)
    .where('value', 'is', null)
    .execute();
}

function revocationOf(key: string, at: number, until: number): Revocation {
  const [, kind, ...id] = key.split(':');
  return kind === 'sid'
    ? { sid: id.join(':'), until }
    : { sub: id.join(':'), issuedUpTo: at, until };
}
