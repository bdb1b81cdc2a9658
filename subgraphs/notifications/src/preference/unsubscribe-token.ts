import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MAIL_PURPOSES } from './mail-purpose.js';

const claimsSchema = z.tuple([
  z.enum(MAIL_PURPOSES),
  z.string().min(1).max(100),
  z.string().min(1).max(100).nullable(),
]);

/** What a link to unsubscribe is bound to. */
export interface Unsubscription {
  purpose: (typeof MAIL_PURPOSES)[number];
  addressHash: string;
  /** Null for a guest. */
  userId: string | null;
}

const sign = (secret: string, claims: string) =>
  createHmac('sha256', secret).update(`unsubscribe:${claims}`).digest('base64url');

/**
 * Signs what a link to unsubscribe is bound to. It has no end: who finds an old mail must be able
 * to stop the next one. What it opens is this alone.
 */
export function signUnsubscription(
  { purpose, addressHash, userId }: Unsubscription,
  secret: string,
): string {
  const claims = Buffer.from(JSON.stringify([purpose, addressHash, userId])).toString('base64url');
  return `${claims}.${sign(secret, claims)}`;
}

/** What a token unsubscribes, signed with any of the secrets; undefined when it is forged. */
export function verifyUnsubscription(
  token: string,
  secrets: readonly string[],
): Unsubscription | undefined {
  const [claims = '', signature = '', ...more] = token.split('.');
  if (more.length > 0) return undefined;
  const given = Buffer.from(signature);
  const isSigned = secrets.some((secret) => {
    const right = Buffer.from(sign(secret, claims));
    return right.length === given.length && timingSafeEqual(right, given);
  });
  if (!isSigned) return undefined;
  const [purpose, addressHash, userId] = claimsSchema.parse(
    JSON.parse(Buffer.from(claims, 'base64url').toString()),
  );
  return { purpose, addressHash, userId };
}
