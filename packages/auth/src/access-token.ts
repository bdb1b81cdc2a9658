import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { verifiedPayload } from './verified-payload.js';

/** Issuer and audience of every token that the shop hands to clients. */
export const TOKEN_ISSUER = 'emporium';
export const TOKEN_AUDIENCE = 'emporium';
/**
 * Lifetime of an access token: short, because a changed role or permission is only seen at the next
 * refresh.
 */
export const ACCESS_TOKEN_TTL_SECONDS = 900;
const TYP = 'at+jwt';

const claimsSchema = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  role: z.string(),
  permissions: z.array(z.string()),
  /** Set for a service account, which is a machine (RFC 9068, 2.2). */
  client_id: z.string().optional(),
  /** Cost per minute of a service account that has less than a user. */
  cost_per_minute: z.int().positive().optional(),
  iat: z.number().int(),
  exp: z.number().int(),
});

/** Who an access token speaks for; `iat` and `exp` in unix seconds. */
export type AccessClaims = z.infer<typeof claimsSchema>;

/** What the users subgraph puts into an access token. */
export type AccessTokenInput = Omit<AccessClaims, 'iat' | 'exp'>;

/**
 * Signs an access token with an EC (P-256) or RSA private key in PEM. Throws when the key is of
 * another kind.
 */
export function signAccessToken(
  input: AccessTokenInput,
  privateKeyPem: string,
  ttlSeconds = ACCESS_TOKEN_TTL_SECONDS,
): string {
  const { sub, permissions, ...claims } = input;
  const publicKey = createPublicKey(privateKeyPem);
  const algorithm = algorithmOf(publicKey);
  return jwt.sign({ ...claims, permissions: [...permissions] }, privateKeyPem, {
    algorithm,
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    subject: sub,
    expiresIn: ttlSeconds,
    header: { alg: algorithm, typ: TYP, kid: keyIdOf(publicKey) },
  });
}

/** Good tokens that a verifier remembers. */
const REMEMBERED = 5_000;

/**
 * Makes a verifier for the public keys (PEM) that are accepted: several while keys are changed. It
 * accepts only the algorithm of the key, so that neither `none` nor an HMAC made with a published
 * key gets through, and returns undefined for every token that is not perfectly in order. A good
 * token comes with each request of its user: its signature, which takes as long as a whole small
 * request, is checked once, its expiry each time.
 */
export function accessTokenVerifier(
  publicKeyPems: readonly string[],
): (token: string) => Readonly<AccessClaims> | undefined {
  const verify = verification(publicKeyPems);
  const good = new LRUCache<string, Readonly<AccessClaims>>({ max: REMEMBERED });
  return (token) => {
    const known = good.get(token);
    if (known && known.exp > Math.floor(Date.now() / 1_000)) return known;
    good.delete(token);
    const claims = verify(token);
    if (claims) {
      Object.freeze(claims.permissions);
      good.set(token, Object.freeze(claims));
    }
    return claims;
  };
}

function verification(
  publicKeyPems: readonly string[],
): (token: string) => AccessClaims | undefined {
  const keys = publicKeyPems
    .map((pem) => createPublicKey(pem))
    .map((key) => ({ key, kid: keyIdOf(key), algorithm: algorithmOf(key) }));
  return (token) => {
    try {
      const kid = jwt.decode(token, { complete: true })?.header.kid;
      const one = kid === undefined ? keys[0] : keys.find((candidate) => candidate.kid === kid);
      if (!one) return undefined;
      const { key, algorithm } = one;
      return claimsSchema.parse(
        verifiedPayload(token, key, {
          algorithm,
          type: TYP,
          issuer: TOKEN_ISSUER,
          audience: TOKEN_AUDIENCE,
        }),
      );
    } catch {
      return undefined;
    }
  };
}

/**
 * The id of a public key: its thumbprint (RFC 7638), so that tokens and the published set name the
 * same key without being told.
 */
export function keyIdOf(key: KeyObject): string {
  const { kty, e, n, crv, x, y } = key.export({ format: 'jwk' });
  return createHash('sha256')
    .update(JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }))
    .digest('base64url');
}

/** How a key signs. Throws for a key that is neither RSA nor EC P-256. */
export function algorithmOf(key: KeyObject): 'ES256' | 'RS256' {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
    return 'ES256';
  throw new Error('access tokens need an RSA or an EC P-256 key');
}
