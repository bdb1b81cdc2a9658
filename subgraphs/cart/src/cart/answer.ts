import type { UserError } from '@emporium/graphql/user-errors';
import type { CartWrite } from '../store/cart-store.js';
import { refusalError } from './cart.errors.js';
import { type CartPayload, toCart } from './cart.type.js';

/** Payload of a mutation that did nothing. */
export function refused(...userErrors: UserError[]): CartPayload {
  return { cart: null, userErrors };
}

/** Payload of what the store did. `paths` tells which argument is at fault when it refused. */
export function answer(write: CartWrite, paths: { cart?: string[]; lines?: string[] } = {}): CartPayload {
  return write.done ? { cart: toCart(write.cart), userErrors: [] } : refused(refusalError(write.reason, paths));
}
