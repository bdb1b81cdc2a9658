import { type Money, multiply } from '@emporium/money/money';
import type { Basket, PricedBasket, PricedBasketLine } from '@emporium/pricing/basket';
import type { CompiledRules } from '@emporium/pricing/compiled-rules';
import { priceBasket } from '@emporium/pricing/price-basket';
import { findUnitPrice, type PriceRequest } from '@emporium/pricing/price-lists';
import { rulesInUse } from '@emporium/pricing-replica/rules-in-use';
import type { Ctx } from '../context.js';
import { findVariants } from '../product/find-variants.js';
import type { KnownVariant } from '../product/known-variant.js';
import type { StoredCart, StoredLine } from '../store/cart-store.js';
import { basketOf } from './cart-basket.js';
import { cartCurrency } from './cart-currency.js';

/** A line with what holds for it now. */
export interface PricedLine extends StoredLine {
  /** As catalog states it. */
  catalogPrice: Money;
  /** Undefined when neither catalog nor the replica knows the variant. */
  known: KnownVariant | undefined;
  /** It cannot be bought now: gone, inactive, or without a price in the cart's currency. */
  isUnavailable: boolean;
  /** Undefined for a line that cannot be bought. */
  amounts?: PricedBasketLine;
}

/** A cart with prices of this moment. Lines that cannot be bought do not count in the totals. */
export interface PricedCart {
  lines: PricedLine[];
  basket: Basket;
  totals: PricedBasket;
  rules: CompiledRules;
  /** Prices come from the replica, because catalog did not answer. */
  estimated: boolean;
}

/** Prices a stored cart, once per request and version. */
export async function priceCart(ctx: Ctx, cart: StoredCart): Promise<PricedCart> {
  const key = `priced ${cart.id} ${cart.version}`;
  const known = ctx.memo.get(key) as Promise<PricedCart> | undefined;
  if (known) return known;
  const priced = price(ctx, cart);
  ctx.memo.set(key, priced);
  return priced;
}

async function price(ctx: Ctx, cart: StoredCart): Promise<PricedCart> {
  const { variants, estimated } = await findVariants(
    ctx,
    cart.lines.map((line) => line.variantId),
  );
  const rules = await rulesInUse(ctx);
  const currency = cartCurrency(ctx, cart, rules);
  const request = priceRequest(ctx, cart.userId ?? undefined, currency);
  const lines = cart.lines.map((line): PricedLine => {
    const known = variants.get(line.variantId) ?? undefined;
    const catalogPrice = known?.price ?? line.priceWhenAdded;
    const isSold = known ? known.isActive : estimated;
    const stated = { variantId: line.variantId, unitPrice: catalogPrice };
    const isUnavailable =
      !isSold || findUnitPrice(stated, line.quantity, request, rules) === undefined;
    return { ...line, known, catalogPrice, isUnavailable };
  });
  const basket = await basketOf(ctx, cart, lines, rules, currency);
  const totals = priceBasket(basket, rules);
  const sold = lines.filter((line) => !line.isUnavailable);
  for (const [at, line] of sold.entries()) line.amounts = totals.lines[at]!;
  return { lines, basket, totals, rules, estimated };
}

/** Who asks for prices of this moment. */
export const priceRequest = (
  ctx: Ctx,
  userId: string | undefined,
  currency: string,
): PriceRequest => ({ currency, now: ctx.now(), ...(userId === undefined ? {} : { userId }) });

/** Price of one unit after price lists. */
export const unitPrice = (line: PricedLine): Money => line.amounts?.unitPrice ?? line.catalogPrice;

/** Price of all units before discounts. Throws MoneyError beyond 2^53-1 minor units. */
export const lineSubtotal = (line: PricedLine): Money =>
  line.amounts?.subtotal ?? multiply(line.catalogPrice, line.quantity);
