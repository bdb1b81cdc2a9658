import { Rejection } from '@emporium/graphql/rejection';
import type { CartWrite } from '../store/cart-store.js';
import { refusalError } from './cart.errors.js';
import { type Cart, toCart } from './cart.type.js';

/** What a use case on a cart returns. */
export interface CartAnswer {
  cart: Cart;
}

/**
 * The cart after what the store did. Throws a Rejection when it refused; `paths` tells which
 * argument is at fault then.
 */
export function answer(
  write: CartWrite,
  paths: { cart?: string[]; lines?: string[] } = {},
): CartAnswer {
  if (!write.done) throw new Rejection(refusalError(write.reason, paths));
  return { cart: toCart(write.cart) };
}
