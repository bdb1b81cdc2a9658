import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '../context.js';
import { answer, type CartAnswer } from './answer.js';
import { cartNotFound } from './cart.errors.js';
import type { CartCreateArgs, CartLinesAddArgs } from './cart.inputs.js';
import { toCart } from './cart.type.js';
import { checkNewLines, quantityErrors, totalErrors } from './check-lines.js';
import { findCart, findOwnCart, keyOf, openOwnCart } from './find-cart.js';

/** Opens the caller's cart (a guest gets a new one) and puts lines in. */
export async function createCart(ctx: Ctx, args: CartCreateArgs): Promise<CartAnswer> {
  const lines = args.lines ?? [];
  if (lines.length > 0) return addLines(ctx, { lines });
  return { cart: toCart(await openOwnCart(ctx)) };
}

/**
 * Adds quantities; several calls at once all count. Without a cart id the caller's own cart is
 * meant and created when missing.
 */
export async function addLines(ctx: Ctx, args: CartLinesAddArgs): Promise<CartAnswer> {
  const errors = quantityErrors(args.lines, 1);
  if (errors.length > 0) throw new Rejection(...errors);
  const existing = args.cartId == null ? await findOwnCart(ctx) : await findCart(ctx, args.cartId);
  if (!existing && args.cartId != null) throw new Rejection(cartNotFound());
  const checked = await checkNewLines(ctx, existing, args.lines);
  if (checked.errors) throw new Rejection(...checked.errors);
  // Opened only now, so that a refused first add leaves no empty cart behind.
  const cart = existing ?? (await openOwnCart(ctx));
  const tooMuch = await totalErrors(ctx, cart, checked.lines);
  if (tooMuch.length > 0) throw new Rejection(...tooMuch);
  return answer(await ctx.services.carts.addLines(keyOf(ctx, cart), checked.lines));
}
