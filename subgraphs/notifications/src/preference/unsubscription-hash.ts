import { createHash } from 'node:crypto';

/**
 * How an address stands in unsubscriptions and their links. It has no key: one that is changed
 * would subscribe everybody again.
 */
export function unsubscriptionHash(address: string): string {
  return createHash('sha256').update(`unsubscription:${address.toLowerCase()}`).digest('base64url');
}
