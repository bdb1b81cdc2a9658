import { unauthenticated } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import { actingUser } from './acting-user.js';
import { isCartId } from '../store/cart-id.js';
import { CartMergePolicy } from '../store/merge-lines.js';
import { Rejection } from '@emporium/graphql/rejection';
import { answer, type CartAnswer } from './answer.js';
import { cartNotFound } from './cart.errors.js';
import type { CartMergeArgs } from './cart.inputs.js';

/** Moves a guest's cart into the caller's; harmless to repeat. */
export async function mergeCart(ctx: Ctx, args: CartMergeArgs): Promise<CartAnswer> {
  const user = actingUser(ctx);
  if (user === undefined) throw unauthenticated();
  if (!isCartId(args.guestCartId)) throw new Rejection(cartNotFound(['guestCartId']));
  const write = await ctx.services.carts.merge(
    args.guestCartId,
    user,
    args.policy ?? CartMergePolicy.SUM,
  );
  return answer(write, { cart: ['guestCartId'] });
}
