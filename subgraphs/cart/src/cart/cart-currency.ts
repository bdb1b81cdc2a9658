import type { CompiledRules } from '@emporium/pricing/compiled-rules';
import { requestCurrency } from '@emporium/pricing-replica/request-currency';
import { rulesInUse } from '@emporium/pricing-replica/rules-in-use';
import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '../context.js';
import type { Delivery, StoredCart } from '../store/cart-store.js';
import { answer, type CartAnswer } from './answer.js';
import { cartNotFound } from './cart.errors.js';
import type { CartCurrencyUpdateArgs } from './cart.inputs.js';
import { findMeantCart, keyOf, openOwnCart } from './find-cart.js';

/** The currency of a cart; the shop's own again when nothing is sold in the other one any more. */
export function cartCurrency(
  ctx: Ctx,
  { delivery: { currency } }: Pick<StoredCart, 'delivery'>,
  rules: CompiledRules,
): string {
  return currency !== undefined && rules.currencies.has(currency)
    ? currency
    : ctx.config.shopCurrency;
}

/**
 * The currency in which lines are added: that of a cart with lines, else that of the request. Throws
 * BAD_USER_INPUT for one in which nothing is sold.
 */
export async function currencyToAddIn(ctx: Ctx, cart: StoredCart | undefined): Promise<string> {
  const rules = await rulesInUse(ctx);
  return cart && cart.lines.length > 0
    ? cartCurrency(ctx, cart, rules)
    : requestCurrency(ctx, rules);
}

/** The cart in this currency, opened when there is none. */
export async function cartIn(
  ctx: Ctx,
  existing: StoredCart | undefined,
  currency: string,
): Promise<StoredCart> {
  const cart = existing ?? (await openOwnCart(ctx));
  if (cartCurrency(ctx, cart, await rulesInUse(ctx)) === currency) return cart;
  const changed = await ctx.services.carts.setDelivery(
    keyOf(ctx, cart),
    inCurrency(ctx, cart.delivery, currency),
  );
  // A cart that went meanwhile is refused by what follows.
  return changed.done ? changed.cart : cart;
}

/** Prices a cart in the currency of the request from now on. */
export async function updateCurrency(ctx: Ctx, args: CartCurrencyUpdateArgs): Promise<CartAnswer> {
  const wanted = requestCurrency(ctx, await rulesInUse(ctx));
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  const delivery = inCurrency(ctx, cart.delivery, wanted);
  return answer(await ctx.services.carts.setDelivery(keyOf(ctx, cart), delivery));
}

function inCurrency(ctx: Ctx, delivery: Delivery, wanted: string): Delivery {
  const { currency: _before, ...others } = delivery;
  return wanted === ctx.config.shopCurrency ? others : { ...others, currency: wanted };
}
