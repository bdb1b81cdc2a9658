import { MAX_LINES, MAX_QUANTITY } from './limits.js';

/** What happens to the lines when a guest's cart joins a user's. */
export enum CartMergePolicy {
  SUM = 'SUM',
  MAX = 'MAX',
  KEEP_GUEST = 'KEEP_GUEST',
  KEEP_USER = 'KEEP_USER',
}

type Line = { variantId: string; quantity: number };

/**
 * The lines of the merged cart: the user's lines in their order, then the guest's other lines.
 * Quantities end at MAX_QUANTITY and lines at MAX_LINES, because a login must not fail over a full
 * cart.
 */
export function mergeLines<L extends Line>(
  user: readonly L[],
  guest: readonly L[],
  policy: CartMergePolicy,
): L[] {
  if (policy === CartMergePolicy.KEEP_USER) return [...user];
  if (policy === CartMergePolicy.KEEP_GUEST) return [...guest];
  const fromGuest = new Map(guest.map((line) => [line.variantId, line.quantity]));
  const known = new Set(user.map((line) => line.variantId));
  const both = user.map((line) => ({
    ...line,
    quantity: together(line.quantity, fromGuest.get(line.variantId) ?? 0, policy),
  }));
  return [...both, ...guest.filter((line) => !known.has(line.variantId))].slice(0, MAX_LINES);
}

function together(a: number, b: number, policy: CartMergePolicy): number {
  return Math.min(MAX_QUANTITY, policy === CartMergePolicy.MAX ? Math.max(a, b) : a + b);
}
