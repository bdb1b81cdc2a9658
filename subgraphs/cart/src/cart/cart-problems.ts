import { equals, type Money, money, zero } from '@emporium/money/money';
import { amountIn } from '@emporium/pricing/price-lists';
import { shippingOptions } from '@emporium/pricing/shipping-options';
import type { Ctx } from '../context.js';
import { type PricedCart, type PricedLine, unitPrice } from './price-cart.js';

/** Stock beyond this is nobody's business; catalog does not tell buyers either. */
const MAX_SHOWN = 1_000;

/** What would fail or surprise at checkout. */
export type CartProblem =
  | { kind: 'LineUnavailable'; lineId: string }
  | { kind: 'LineInsufficientStock'; lineId: string; available: number }
  | { kind: 'LinePriceChanged'; lineId: string; was: Money; now: Money }
  | { kind: 'CartTotalTooSmall'; minimum: Money; total: Money }
  | { kind: 'CartShippingUnavailable'; message: string };

/** Problems of a priced cart: those of its lines in their order, then those of the whole. */
export function cartProblems(ctx: Ctx, cart: PricedCart): CartProblem[] {
  return [
    ...cart.lines.flatMap((line) => lineProblems(line, cart)),
    ...shippingProblems(cart),
    ...totalProblems(ctx, cart),
  ];
}

function lineProblems(line: PricedLine, { basket, rules }: PricedCart): CartProblem[] {
  if (line.isUnavailable) return [{ kind: 'LineUnavailable', lineId: line.id }];
  const available = line.known?.available ?? line.quantity;
  const short: CartProblem = {
    kind: 'LineInsufficientStock',
    lineId: line.id,
    available: Math.min(available, MAX_SHOWN),
  };
  // A price list is no change: it may depend on the quantity. Nor is another rate of exchange.
  const hasChanged = !equals(line.priceWhenAdded, line.catalogPrice);
  const was = hasChanged ? amountIn(line.priceWhenAdded, basket.currency, rules) : undefined;
  return [
    ...(available < line.quantity ? [short] : []),
    ...(was
      ? [{ kind: 'LinePriceChanged' as const, lineId: line.id, was, now: unitPrice(line) }]
      : []),
  ];
}

function shippingProblems({ basket, rules, totals }: PricedCart): CartProblem[] {
  const problem = (message: string): CartProblem[] => [
    { kind: 'CartShippingUnavailable', message },
  ];
  if (basket.lines.length === 0) return [];
  if (totals.shippingProblem)
    return problem(
      totals.shippingProblem === 'NO_DESTINATION'
        ? 'Tell where the goods go: the chosen way of delivery depends on it.'
        : 'The chosen way of delivery is not offered for these goods and this address: choose another one.',
    );
  if (basket.destination && shippingOptions(basket, rules).length === 0)
    return problem('Nothing is delivered to this address: give another one.');
  return [];
}

function totalProblems(ctx: Ctx, { totals, basket, rules }: PricedCart): CartProblem[] {
  const stated = money(ctx.config.paymentMinimum ?? 0, ctx.config.shopCurrency);
  const minimum = amountIn(stated, totals.currency, rules) ?? zero(totals.currency);
  const { total } = totals;
  if (basket.lines.length === 0 || total.minor === 0 || total.minor >= minimum.minor) return [];
  return [{ kind: 'CartTotalTooSmall', minimum, total }];
}
