import { newId } from '@emporium/db/new-id';
import type { Ctx } from '../context.js';
import { clientIp } from '../audit/record-security-event.js';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { addRefreshToken } from './refresh-token.js';
import { roleOf, sessionEnd } from './session-lifetime.js';
import { tellNewDevice } from './tell-new-device.js';

/** A session that was opened; the access token is issued after the commit. */
export interface OpenedSession {
  sessionId: string;
  refreshToken: string;
}

/**
 * Opens a session for a user whose password was just checked against `passwordHash`; call it in a
 * transaction. `factorAt`: when a second factor was proved, if one was; `byPassword`: false when the
 * password was not asked for. Undefined when the user was blocked or the password changed since: the
 * share locks make a block and a log-in at the same moment come one after the other.
 */
export async function openSession(
  ctx: Ctx,
  userId: string,
  passwordHash: string,
  {
    factorAt = null,
    byPassword = true,
  }: { factorAt?: Date | 'now' | null; byPassword?: boolean } = {},
): Promise<OpenedSession | undefined> {
  const sessionId = newId('ses');
  const inserted = await query(ctx)
    .with('account', (db) =>
      db
        .selectFrom('User as u')
        .innerJoin('Credential as c', 'c.userId', 'u.id')
        .select('u.id')
        .where('u.id', '=', userId)
        .where('u.status', '=', UserStatus.ACTIVE)
        .where('c.passwordHash', '=', passwordHash)
        .forShare(),
    )
    .insertInto('Session')
    .columns(['id', 'userId', 'expiresAt', 'passwordAt', 'factorAt', 'userAgent', 'ip'])
    .expression((eb) =>
      eb
        .selectFrom('account')
        .select([
          sql<string>`${sessionId}::text`.as('id'),
          'account.id as userId',
          sessionEnd(ctx, roleOf(userId), sql<Date>`now()`).as('expiresAt'),
          (byPassword ? sql<Date | null>`now()` : sql<Date | null>`null::timestamptz`).as(
            'passwordAt',
          ),
          (factorAt === 'now'
            ? sql<Date | null>`now()`
            : sql<Date | null>`${factorAt}::timestamptz`
          ).as('factorAt'),
          sql<string | null>`${userAgent(ctx)}::text`.as('userAgent'),
          sql<string | null>`${clientIp(ctx) ?? null}::text`.as('ip'),
        ]),
    )
    .executeTakeFirstOrThrow();
  if (Number(inserted.numInsertedOrUpdatedRows) === 0) return undefined;
  await tellNewDevice(ctx, userId, sessionId);
  return { sessionId, refreshToken: await addRefreshToken(ctx, sessionId) };
}

/** What the device of this request calls itself, in bounded form. */
export function userAgent(ctx: Ctx): string | null {
  return ctx.headers['user-agent']?.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200) ?? null;
}
