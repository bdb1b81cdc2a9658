import { createHash, createPublicKey } from 'node:crypto';

/** The public key of access tokens as a JWK set (RFC 7517); the key id is its thumbprint (RFC 7638). */
export function jwksOf(publicKeyPem: string): { keys: Record<string, unknown>[] } {
  const key = createPublicKey(publicKeyPem);
  const jwk = key.export({ format: 'jwk' });
  const required = jwk.kty === 'RSA' ? { e: jwk.e, kty: jwk.kty, n: jwk.n } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
  const kid = createHash('sha256').update(JSON.stringify(required)).digest('base64url');
  return { keys: [{ ...jwk, kid, use: 'sig', alg: jwk.kty === 'RSA' ? 'RS256' : 'ES256' }] };
}
