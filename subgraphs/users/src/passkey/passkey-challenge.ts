import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Seconds for which a passkey may answer a challenge. */
export const PASSKEY_CHALLENGE_SECONDS = 300;
const NONCE_BYTES = 16;
const EXPIRY_BYTES = 4;

/**
 * What a challenge is for, and for whom alone: the session that enrols or proves itself, or the
 * log-in that waits for a second factor; a log-in by passkey alone is nobody's yet.
 */
export type PasskeyPurpose =
  | { for: 'ENROL' | 'STEP_UP'; sessionId: string }
  | { for: 'MFA'; mfaChallenge: string }
  | { for: 'LOGIN' };

/**
 * A challenge that passkeys sign. It is signed itself and stored nowhere, so that nobody fills a
 * table by asking for many.
 */
export function newPasskeyChallenge(ctx: Ctx, purpose: PasskeyPurpose): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(NONCE_BYTES + EXPIRY_BYTES);
  randomBytes(NONCE_BYTES).copy(body);
  body.writeUInt32BE(
    Math.floor(ctx.now().getTime() / 1_000) + PASSKEY_CHALLENGE_SECONDS,
    NONCE_BYTES,
  );
  return Uint8Array.from(Buffer.concat([body, macOf(ctx.config.internalSecret, purpose, body)]));
}

/** Whether a challenge (base64url) was made here for this purpose and is not too old. */
export function isPasskeyChallenge(ctx: Ctx, purpose: PasskeyPurpose, challenge: string): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  const body = bytes.subarray(0, NONCE_BYTES + EXPIRY_BYTES);
  const mac = bytes.subarray(NONCE_BYTES + EXPIRY_BYTES);
  // One spelling only: else one challenge could be used once per spelling.
  if (body.length + mac.length !== bytes.length || bytes.toString('base64url') !== challenge)
    return false;
  const isOurs = ctx.config.internalSecrets.some((secret) => {
    const expected = macOf(secret, purpose, body);
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  });
  return isOurs && body.readUInt32BE(NONCE_BYTES) > ctx.now().getTime() / 1_000;
}

/** Uses a challenge up, in the transaction of what it is for; false when it was used before. */
export async function takePasskeyChallenge(ctx: Ctx, challenge: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query(ctx)
    .insertInto('UsedPasskeyChallenge')
    .values({
      challengeHash: createHash('sha256').update(challenge).digest('hex'),
      // Longer than it lives, by any clock of a replica.
      expiresAt: sql<Date>`now() + interval '1 hour'`,
    })
    .onConflict((conflict) => conflict.column('challengeHash').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

function macOf(secret: string, purpose: PasskeyPurpose, body: Buffer): Buffer {
  const bound =
    'sessionId' in purpose
      ? purpose.sessionId
      : 'mfaChallenge' in purpose
        ? purpose.mfaChallenge
        : '';
  return createHmac('sha256', secret)
    .update(JSON.stringify(['passkey-challenge', purpose.for, bound]))
    .update(body)
    .digest()
    .subarray(0, 20);
}
