import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './access-token.js';
import { secretKey } from './secret-key.js';
import { verifiedPayload } from './verified-payload.js';

const TYP = 'guest+jwt';
const LIFETIME_SECONDS = 30 * 24 * 3600;

const claimsSchema = z.object({ sub: z.string().min(1), exp: z.number().int() });

/**
 * Signs the token that opens one guest order for 30 days after `issuedAt` (HS256 with
 * `INTERNAL_SECRET`). The same instant gives the same token, so that a repeated idempotent call
 * answers equally.
 */
export function signGuestToken(orderId: string, secret: string, issuedAt = new Date()): string {
  return jwt.sign({ iat: Math.floor(issuedAt.getTime() / 1000) }, secret, {
    algorithm: 'HS256',
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    subject: orderId,
    expiresIn: LIFETIME_SECONDS,
    header: { alg: 'HS256', typ: TYP },
  });
}

/**
 * The order id that a guest token opens, signed with any of the secrets; undefined when it is
 * missing, forged or expired.
 */
export function verifyGuestToken(
  token: string | undefined,
  secrets: readonly string[],
): { orderId: string } | undefined {
  for (const secret of token ? secrets : []) {
    const opened = verifyWith(token!, secret);
    if (opened) return opened;
  }
  return undefined;
}

function verifyWith(token: string, secret: string): { orderId: string } | undefined {
  try {
    const expected = {
      algorithm: 'HS256',
      type: TYP,
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    } as const;
    return { orderId: claimsSchema.parse(verifiedPayload(token, secretKey(secret), expected)).sub };
  } catch {
    return undefined;
  }
}
