import { createHmac, randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from './principal.js';
import { secretKey } from './secret-key.js';
import { verifiedPayload } from './verified-payload.js';

/** Header that carries the signed identity between gateway and subgraphs. */
export const IDENTITY_HEADER = 'x-identity';
const TYP = 'identity+jwt';
const LIFETIME_SECONDS = 60;

const principalFields = {
  kind: z.enum(['anonymous', 'user', 'machine', 'service']),
  sub: z.string().optional(),
  sid: z.string().optional(),
  role: z.string().optional(),
  permissions: z.array(z.string()).default([]),
  guest: z.object({ orderId: z.string() }).optional(),
};
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  requestId: z.string(),
  ...principalFields,
  onBehalf: z.object(principalFields).optional(),
});

/** What a verified internal identity says. */
export interface InternalIdentity {
  issuer: string;
  requestId: string;
  principal: Principal;
}

/**
 * A made signature is used again for other fetches of the same request while it is at most this
 * old.
 */
const REUSE_MS = 10_000;

interface Signed {
  requestId: string;
  issuer: string;
  secret: string;
  until: number;
  token: string;
}

/** The last signature for each audience, by principal. */
const signed = new WeakMap<Principal, Map<string, Signed>>();
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: TYP })).toString('base64url');

/**
 * RFC 7515 compact form. jsonwebtoken does the same with checks of every option and a stream, for a
 * tenth of a small request's time.
 */
function compactJws(payload: string, key: KeyObject): string {
  const signed = `${HEADER}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/**
 * Signs the identity for one subgraph: JWS HS256, valid 60 seconds (docs/contract.md, Identity).
 * Fetches of one request to one subgraph share a signature.
 */
export function signIdentity(identity: InternalIdentity, audience: string, secret: string): string {
  const { issuer, requestId, principal } = identity;
  let made = signed.get(principal);
  if (!made) signed.set(principal, (made = new Map()));
  const last = made.get(audience);
  if (
    last &&
    last.requestId === requestId &&
    last.issuer === issuer &&
    last.secret === secret &&
    last.until > Date.now()
  )
    return last.token;
  const issuedAt = Math.floor(Date.now() / 1_000);
  const times = { iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS };
  const claims = {
    ...principal,
    requestId,
    jti: randomUUID(),
    ...times,
    aud: audience,
    iss: issuer,
  };
  const token = compactJws(JSON.stringify(claims), secretKey(secret));
  made.set(audience, { requestId, issuer, secret, until: Date.now() + REUSE_MS, token });
  return token;
}

/**
 * Verifies an internal identity, signed with any of the secrets. Returns undefined when it is
 * missing, forged, expired or meant for somebody else.
 */
export function verifyIdentity(
  token: string | undefined,
  audience: string,
  secrets: readonly string[],
): InternalIdentity | undefined {
  for (const secret of token ? secrets : []) {
    const identity = verifyWith(token!, audience, secret);
    if (identity) return identity;
  }
  return undefined;
}

function verifyWith(token: string, audience: string, secret: string): InternalIdentity | undefined {
  try {
    const payload = verifiedPayload(token, secretKey(secret), {
      algorithm: 'HS256',
      type: TYP,
      audience,
    });
    const { iss, requestId, aud: _aud, ...principal } = claimsSchema.parse(payload);
    return { issuer: iss, requestId, principal };
  } catch {
    return undefined;
  }
}
