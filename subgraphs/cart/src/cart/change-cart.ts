import { invalidInput } from '@emporium/graphql/user-errors';
import { normalizeCode } from '@emporium/pricing/normalize-code';
import type { Ctx } from '../context.js';
import { MAX_CODES, MAX_LINES } from '../store/limits.js';
import { Rejection } from '@emporium/graphql/rejection';
import { answer, type CartAnswer } from './answer.js';
import { cartNotFound } from './cart.errors.js';
import type {
  CartClearArgs,
  CartDiscountCodesUpdateArgs,
  CartLinesRemoveArgs,
  CartLinesUpdateArgs,
} from './cart.inputs.js';
import { quantityErrors, totalErrors } from './check-lines.js';
import { findMeantCart, keyOf } from './find-cart.js';

/** Sets quantities of lines, all or none. */
export async function updateLines(ctx: Ctx, args: CartLinesUpdateArgs): Promise<CartAnswer> {
  const errors = quantityErrors(args.lines, 1);
  if (errors.length > 0) throw new Rejection(...errors);
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  const known = new Set(cart.lines.map((line) => line.id));
  const wanted = new Map(args.lines.map((line) => [line.lineId, line.quantity]));
  const lines = cart.lines.map((line) => ({
    ...line,
    quantity: wanted.get(line.id) ?? line.quantity,
  }));
  const tooMuch = await totalErrors(ctx, { ...cart, version: -1, lines }, []);
  if (tooMuch.length > 0) throw new Rejection(...tooMuch);
  const at = args.lines.findIndex((line) => !known.has(line.lineId));
  const path = ['lines', ...(at < 0 ? [] : [String(at), 'lineId'])];
  // The store decides again: what was read may have changed meanwhile. Ids with odd characters
  // never reach it.
  if (at >= 0) return answer({ done: false, reason: 'LINE_NOT_FOUND' }, { lines: path });
  return answer(await ctx.services.carts.setQuantities(keyOf(ctx, cart), args.lines), {
    lines: path,
  });
}

/** Takes lines out, all or none. */
export async function removeLines(ctx: Ctx, args: CartLinesRemoveArgs): Promise<CartAnswer> {
  if (args.lineIds.length === 0 || args.lineIds.length > MAX_LINES)
    throw new Rejection(invalidInput(`Give 1 to ${MAX_LINES} lines.`, ['lineIds']));
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  const known = new Set(cart.lines.map((line) => line.id));
  const at = args.lineIds.findIndex((id) => !known.has(id));
  if (at >= 0)
    return answer({ done: false, reason: 'LINE_NOT_FOUND' }, { lines: ['lineIds', String(at)] });
  return answer(await ctx.services.carts.removeLines(keyOf(ctx, cart), args.lineIds), {
    lines: ['lineIds'],
  });
}

/** Takes all lines out. */
export async function clearCart(ctx: Ctx, args: CartClearArgs): Promise<CartAnswer> {
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  return answer(await ctx.services.carts.clear(keyOf(ctx, cart)));
}

/** Normalized: without blanks and hyphens. */
const CODE = /^[\p{L}\p{N}_.]{1,50}$/u;

/**
 * Remembers the codes as they are kept (see normalizeCode); one that does not count stays and says
 * why.
 */
export async function updateDiscountCodes(
  ctx: Ctx,
  args: CartDiscountCodesUpdateArgs,
): Promise<CartAnswer> {
  const at = args.codes.findIndex((code) => !CODE.test(normalizeCode(code)));
  if (at >= 0)
    throw new Rejection(
      invalidInput('A code has 1 to 50 letters, digits, blanks or any of _ . -', [
        'codes',
        String(at),
      ]),
    );
  const codes = [...new Set(args.codes.map(normalizeCode))];
  if (codes.length > MAX_CODES)
    throw new Rejection(invalidInput(`At most ${MAX_CODES} codes.`, ['codes']));
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  return answer(await ctx.services.carts.setDiscountCodes(keyOf(ctx, cart), codes));
}
