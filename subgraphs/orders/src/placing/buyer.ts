import { createHash } from 'node:crypto';
import { userId } from '@emporium/auth/principal';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import type { PlaceInput } from './place-input.js';

/**
 * Who orders: `scope` keeps the idempotency keys of callers apart, `cart` is what the cart subgraph
 * is asked for.
 */
export interface Buyer {
  userId: string | null;
  scope: string;
  cart: string;
}

/** sha256 in hex; carts are secrets and known elsewhere by this alone. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The buyer of an orderPlace call. Throws a Rejection when there is none. */
export function buyerOf(ctx: Ctx, input: PlaceInput): Buyer {
  const user = userId(ctx.principal) ?? null;
  if (user) return { userId: user, scope: `user:${user}`, cart: input.cartId ?? `user:${user}` };
  if (!input.cartId)
    throw new Rejection(invalidInput('Say which cart, or log in.', ['input', 'cartId']));
  if (!input.guestEmail)
    throw new Rejection(invalidInput('A guest needs an e-mail address.', ['input', 'guestEmail']));
  // `user:<id>` names a user's cart between subgraphs; from outside it must never work.
  return { userId: null, scope: `cart:${sha256(input.cartId)}`, cart: input.cartId };
}
