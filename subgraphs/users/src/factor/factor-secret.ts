import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Ctx } from '../context.js';

const CIPHER = 'aes-256-gcm';

/**
 * Encrypts the secret of a factor for the database, with a key derived from INTERNAL_SECRET. It is
 * bound to its factor: in the row of another one it does not open.
 */
export function sealSecret(
  { config }: Pick<Ctx, 'config'>,
  factorId: string,
  text: string,
): string {
  const key = keyOf(config.internalSecret);
  const iv = randomBytes(12);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(factorId));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [
    nameOf(key),
    ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')),
  ].join('.');
}

/**
 * The secret of a factor, also of one sealed before INTERNAL_SECRET changed; undefined when that
 * secret is gone, or the text is not what was stored for this factor.
 */
export function openSecret(
  { config }: Pick<Ctx, 'config'>,
  factorId: string,
  stored: string,
): string | undefined {
  const [name, ...parts] = stored.split('.');
  const key = config.internalSecrets.map(keyOf).find((candidate) => nameOf(candidate) === name);
  const [iv, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!key || !iv || !sealed || !tag) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: 16 })
      .setAAD(Buffer.from(factorId))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** How a stored text begins that was sealed with the secret which seals now. */
export function sealOfNow({ config }: Pick<Ctx, 'config'>): string {
  return `${nameOf(keyOf(config.internalSecret))}.`;
}

const keys = new Map<string, Buffer>();

function keyOf(secret: string): Buffer {
  let key = keys.get(secret);
  if (!key)
    keys.set(secret, (key = Buffer.from(hkdfSync('sha256', secret, '', 'factor-secrets', 32))));
  return key;
}

/** Tells keys apart without telling what they are. */
function nameOf(key: Buffer): string {
  return createHash('sha256').update('name').update(key).digest('base64url').slice(0, 8);
}
