import { createPublicKey } from 'node:crypto';
import { algorithmOf, keyIdOf } from '@emporium/auth/access-token';

/**
 * The public keys of access tokens as a JWK set (RFC 7517), that of new tokens first; a token names
 * its key by `kid`.
 */
export function jwksOf(publicKeyPems: readonly string[]): { keys: Record<string, unknown>[] } {
  const keys = publicKeyPems.map((pem) => createPublicKey(pem));
  return {
    keys: keys.map((key) => ({
      ...key.export({ format: 'jwk' }),
      kid: keyIdOf(key),
      use: 'sig',
      alg: algorithmOf(key),
    })),
  };
}
