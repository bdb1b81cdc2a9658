import { createHash, randomBytes } from 'node:crypto';

const BEGINNING = 'emk_';
/** Signs of a key that are shown and stored, so that its owner tells keys apart. */
const SHOWN = BEGINNING.length + 8;
const SHAPE = /^emk_[\w-]{43}$/;
const CLIENT_SHAPE = /^ems_[\w-]{43}$/;

/** A fresh API key: its secret, which nobody stores, and what is stored of it. */
export interface NewApiKey {
  secret: string;
  prefix: string;
  hash: string;
}

/** Makes an API key. */
export function newApiKey(): NewApiKey {
  const secret = `${BEGINNING}${randomBytes(32).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, SHOWN), hash: apiKeyHash(secret) };
}

/** Makes the secret of a service account, with which it fetches access tokens. */
export function newClientSecret(): Omit<NewApiKey, 'prefix'> {
  const secret = `ems_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: apiKeyHash(secret) };
}

/** Whether a text can be the secret of a service account at all. */
export function isClientSecret(text: string): boolean {
  return CLIENT_SHAPE.test(text);
}

/** Whether a bearer is meant as an API key, well formed or not. */
export function claimsToBeApiKey(bearer: string): boolean {
  return bearer.startsWith(BEGINNING);
}

/** Whether a text can be an API key at all; anything else is not worth asking about. */
export function isApiKey(text: string): boolean {
  return SHAPE.test(text);
}

/**
 * What is stored of a key or client secret, and told between gateway and users in its place. 256 random bits cannot
 * be tried, however fast the hash is: a slow one or a salt would only cost time at each request.
 */
export function apiKeyHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
