import { createHmac } from 'node:crypto';

/** Header that carries the signature of a message. */
export const SIGNATURE_HEADER = 'x-signature';

/**
 * What a signature covers; `topic` with the shop's prefix, so that nothing can be moved to another
 * topic or shop.
 */
export interface SignedContent {
  topic: string;
  key: string;
  value: string | Buffer | null;
}

/**
 * The header that proves who published a message: an HMAC over topic, key and value with the newest
 * of the shop's secrets. Without secrets there is none.
 */
export function signMessage(
  secrets: readonly string[],
  content: SignedContent,
): Record<string, string> {
  return secrets[0] === undefined ? {} : { [SIGNATURE_HEADER]: signatureOf(secrets[0], content) };
}

/** The signature as text, `v1=` and 64 hexadecimal digits. */
export function signatureOf(secret: string, { topic, key, value }: SignedContent): string {
  const mac = createHmac('sha256', secret);
  // With its length before each part no other division into parts gives the same bytes; a missing
  // value is no empty one.
  for (const part of [topic, key, ...(value === null ? [] : [value])])
    mac.update(`${Buffer.byteLength(part)}:`).update(part);
  return `v1=${mac.digest('hex')}`;
}
