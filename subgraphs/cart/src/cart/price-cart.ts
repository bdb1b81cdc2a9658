import { calculateTotals, type Totals } from '@emporium/money/totals';
import { equals, type Money, money, multiply } from '@emporium/money/money';
import type { Ctx } from '../context.js';
import { findVariants } from '../product/find-variants.js';
import type { KnownVariant } from '../product/known-variant.js';
import type { StoredCart, StoredLine } from '../store/cart-store.js';

/** Stock beyond this is nobody's business; catalog does not tell buyers either. */
const MAX_SHOWN = 1_000;

/** A line with what holds for it now. */
export interface PricedLine extends StoredLine {
  unitPrice: Money;
  /** Undefined when neither catalog nor the replica knows the variant. */
  known: KnownVariant | undefined;
  /** It cannot be bought now: gone, inactive, or priced in another currency. */
  isUnavailable: boolean;
}

/** A cart with prices of this moment. Lines that cannot be bought do not count in the totals. */
export interface PricedCart {
  lines: PricedLine[];
  totals: Totals;
  /** Prices come from the replica, because catalog did not answer. */
  estimated: boolean;
}

/** Prices a stored cart, once per request and version. */
export async function priceCart(ctx: Ctx, cart: StoredCart): Promise<PricedCart> {
  const key = `priced ${cart.id} ${cart.version}`;
  const known = ctx.memo.get(key) as Promise<PricedCart> | undefined;
  if (known) return known;
  const priced = price(ctx, cart.lines);
  ctx.memo.set(key, priced);
  return priced;
}

async function price(ctx: Ctx, stored: readonly StoredLine[]): Promise<PricedCart> {
  const { variants, estimated } = await findVariants(
    ctx,
    stored.map((line) => line.variantId),
  );
  const currency = ctx.config.shopCurrency;
  const lines = stored.map((line): PricedLine => {
    const variant = variants.get(line.variantId) ?? undefined;
    const unitPrice = variant?.price ?? line.priceWhenAdded;
    const isSold = variant ? variant.isActive : estimated;
    return {
      ...line,
      unitPrice,
      known: variant,
      isUnavailable: !isSold || unitPrice.currency !== currency,
    };
  });
  const totals = calculateTotals(
    lines.filter((line) => !line.isUnavailable),
    { currency },
  );
  return { lines, totals, estimated };
}

/** Amount of one line. Throws MoneyError beyond 2^53-1 minor units. */
export function lineTotal(line: PricedLine): Money {
  return multiply(line.unitPrice, line.quantity);
}

/** What would fail or surprise at checkout. */
export type CartProblem =
  | { kind: 'LineUnavailable'; lineId: string }
  | { kind: 'LineInsufficientStock'; lineId: string; available: number }
  | { kind: 'LinePriceChanged'; lineId: string; was: Money; now: Money };

/** Problems of a priced cart in the order of its lines; a line may have several. */
export function cartProblems(cart: PricedCart): CartProblem[] {
  return cart.lines.flatMap((line): CartProblem[] => {
    if (line.isUnavailable) return [{ kind: 'LineUnavailable', lineId: line.id }];
    const available = line.known?.available ?? line.quantity;
    return [
      ...(available < line.quantity
        ? [
            {
              kind: 'LineInsufficientStock' as const,
              lineId: line.id,
              available: Math.min(available, MAX_SHOWN),
            },
          ]
        : []),
      ...(equals(line.priceWhenAdded, line.unitPrice)
        ? []
        : [
            {
              kind: 'LinePriceChanged' as const,
              lineId: line.id,
              was: line.priceWhenAdded,
              now: money(line.unitPrice.minor, line.unitPrice.currency),
            },
          ]),
    ];
  });
}
