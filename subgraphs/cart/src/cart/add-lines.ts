import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '../context.js';
import { answer, type CartAnswer } from './answer.js';
import { cartIn, currencyToAddIn } from './cart-currency.js';
import { cartNotFound } from './cart.errors.js';
import type { CartCreateArgs, CartLinesAddArgs } from './cart.inputs.js';
import { toCart } from './cart.type.js';
import { checkNewLines, quantityErrors, totalErrors } from './check-lines.js';
import { findCart, findOwnCart, keyOf } from './find-cart.js';

/** Opens the caller's cart (a guest gets a new one) and puts lines in. */
export async function createCart(ctx: Ctx, args: CartCreateArgs): Promise<CartAnswer> {
  const lines = args.lines ?? [];
  if (lines.length > 0) return addLines(ctx, { lines });
  const own = await findOwnCart(ctx);
  return { cart: toCart(await cartIn(ctx, own, await currencyToAddIn(ctx, own))) };
}

/**
 * Adds quantities; several calls at once all count. Without a cart id the caller's own cart is
 * meant and created when missing. The first line gives the cart the currency of the request.
 */
export async function addLines(ctx: Ctx, args: CartLinesAddArgs): Promise<CartAnswer> {
  const errors = quantityErrors(args.lines, 1);
  if (errors.length > 0) throw new Rejection(...errors);
  const existing = args.cartId == null ? await findOwnCart(ctx) : await findCart(ctx, args.cartId);
  if (!existing && args.cartId != null) throw new Rejection(cartNotFound());
  const currency = await currencyToAddIn(ctx, existing);
  const checked = await checkNewLines(ctx, existing, args.lines, currency);
  if (checked.errors) throw new Rejection(...checked.errors);
  // Opened only now, so that a refused first add leaves no empty cart behind.
  const cart = await cartIn(ctx, existing, currency);
  const tooMuch = await totalErrors(ctx, cart, checked.lines);
  if (tooMuch.length > 0) throw new Rejection(...tooMuch);
  return answer(await ctx.services.carts.addLines(keyOf(ctx, cart), checked.lines));
}
