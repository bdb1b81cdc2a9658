import { createHash, randomBytes } from 'node:crypto';

/** A new cart id: 128 random bits, since knowing it is all it takes to open a guest's cart. */
export function newCartId(): string {
  return `crt_${randomBytes(16).toString('base64url')}`;
}

/**
 * sha256 of a cart id in hex: how logs, events and other subgraphs name a cart without being able
 * to open it.
 */
export function cartIdHash(cartId: string): string {
  return createHash('sha256').update(cartId).digest('hex');
}

/**
 * Whether the text can be a cart id at all; anything else is answered like a missing cart without
 * asking the store.
 */
export function isCartId(text: string): boolean {
  return /^crt_[\w-]{22}$/.test(text);
}
