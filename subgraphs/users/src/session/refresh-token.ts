import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * What is stored of a token: 256 random bits need no salt or slow hash, and a leaked table opens
 * nothing.
 */
export function refreshTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Makes the session's next refresh token; call it in the transaction that opens or renews the
 * session.
 */
export async function addRefreshToken(ctx: Ctx, sessionId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await query(ctx)
    .insertInto('RefreshToken')
    .values((eb) => ({
      tokenHash: refreshTokenHash(token),
      sessionId,
      // As long as its session, which has just been opened or renewed.
      expiresAt: eb
        .selectFrom('Session')
        .select('expiresAt')
        .where('id', '=', sessionId)
        .$asScalar()
        .$notNull(),
    }))
    .execute();
  return token;
}
