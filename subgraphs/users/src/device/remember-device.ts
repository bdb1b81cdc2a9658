import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { userAgent } from '../session/open-session.js';
import { query } from '../tables.js';

/** For how long a device is remembered; seconds. */
export const REMEMBERED_SECONDS = 30 * 24 * 3_600;
/** Devices of one account; the one used longest ago makes room. */
export const MAX_DEVICES = 20;

/**
 * Remembers the device of this request, on which a second factor was proved a moment ago, and
 * returns the token that it keeps. Call it in the transaction of the log-in.
 */
export async function rememberDevice(ctx: Ctx, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await query(ctx)
    .deleteFrom('RememberedDevice')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('RememberedDevice as d')
        .select('d.id')
        .where('d.userId', '=', userId)
        .orderBy('d.lastUsedAt', 'desc')
        .offset(MAX_DEVICES - 1),
    )
    .execute();
  await query(ctx)
    .insertInto('RememberedDevice')
    .values({
      id: newId('dev'),
      userId,
      tokenHash: hashOf(token),
      expiresAt: sql<Date>`now() + make_interval(secs => ${REMEMBERED_SECONDS})`,
      userAgent: userAgent(ctx),
    })
    .execute();
  return token;
}

/**
 * When the device that holds this token proved a second factor of the user, if it is remembered;
 * notes that it was used.
 */
export async function rememberedSince(
  ctx: Ctx,
  userId: string,
  token: string | undefined,
): Promise<Date | undefined> {
  if (!token) return undefined;
  const device = await query(ctx)
    .updateTable('RememberedDevice')
    .set({ lastUsedAt: sql<Date>`now()` })
    .where('tokenHash', '=', hashOf(token))
    .where('userId', '=', userId)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning('createdAt')
    .executeTakeFirst();
  return device?.createdAt;
}

function hashOf(token: string): string {
  return createHash('sha256').update(`remembered-device:${token}`).digest('hex');
}
