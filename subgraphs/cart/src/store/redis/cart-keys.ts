/** Names of what the store keeps. */
export interface CartKeys {
  /** Start of every key. */
  prefix: string;
  /**
   * Hash of one cart; named by the sha256 of its id, so that ORDER_PAID finds it and a look at the
   * keys opens no cart.
   */
  cart(idHash: string): string;
  /** sha256 of the id of the user's cart. */
  user(userId: string): string;
  /** Where a merged guest cart went. */
  merged(idHash: string): string;
  /** Carts with a variant, scored by their expiry. */
  variant(variantId: string): string;
}

/**
 * Keys under a prefix of their own. All share one hash tag: a merge changes two carts that only the
 * moment brings together, which a Redis cluster allows within one slot only.
 */
export function cartKeys(ownPrefix: string): CartKeys {
  const prefix = `${ownPrefix}{carts}:`;
  return {
    prefix,
    cart: (idHash) => `${prefix}cart:${idHash}`,
    user: (userId) => `${prefix}user:${userId}`,
    merged: (idHash) => `${prefix}merged:${idHash}`,
    variant: (variantId) => `${prefix}variant:${variantId}`,
  };
}
