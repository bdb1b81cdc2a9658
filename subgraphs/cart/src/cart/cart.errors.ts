import {
  InsufficientStockError,
  invalidInput,
  InvalidInputError,
  notFound,
  NotFoundError,
  type UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import type { CartRejection } from '../store/cart-store.js';
import { MAX_LINES, MAX_QUANTITY } from '../store/limits.js';

export const CartError = userErrorUnion(
  'CartError',
  [InvalidInputError, NotFoundError, InsufficientStockError, VersionConflictError],
  'What can go wrong with a cart. Too little stock is no failure here: see Cart.problems.',
);

/** A cart that is not there, or not the caller's: both look the same. */
export const cartNotFound = (path = ['cartId']) =>
  notFound('There is no such cart. Carts end 7 days after the last change.', path);

/** Why the store refused a write, in words. */
export function refusalError(
  reason: CartRejection,
  paths: { cart?: string[]; lines?: string[] } = {},
): UserError {
  const lines = paths.lines ?? ['lines'];
  switch (reason) {
    case 'NOT_FOUND':
      return cartNotFound(paths.cart);
    case 'LINE_NOT_FOUND':
      return notFound('A line is not in this cart. Nothing was changed.', lines);
    case 'TOO_MANY_LINES':
      return invalidInput(`A cart has at most ${MAX_LINES} lines.`, lines);
    case 'QUANTITY_TOO_LARGE':
      return invalidInput(`A line has at most ${MAX_QUANTITY} units.`, lines);
  }
}
