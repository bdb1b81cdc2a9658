import type { EligiblePromotion } from './conditions.js';
import { phaseOf } from './goods-effects.js';

/** What a promotion takes off this price of shipping. */
export function freeShippingOf(
  { promotion }: EligiblePromotion,
  price: number,
  currency: string,
): number {
  const { effect } = promotion.rule;
  if (effect.type !== 'FREE_SHIPPING') return 0;
  if (effect.upTo === null) return price;
  return effect.upTo.currency === currency ? Math.min(effect.upTo.minor, price) : 0;
}

/** Applies shipping promotions in turn and adds what they took off to `amounts`; returns the sum. */
export function discountShipping(
  promotions: readonly EligiblePromotion[],
  price: number,
  currency: string,
  amounts: Map<string, number>,
): number {
  let left = price;
  for (const eligible of promotions) {
    if (phaseOf(eligible) !== 'SHIPPING') continue;
    const amount = freeShippingOf(eligible, left, currency);
    amounts.set(eligible.promotion.rule.id, amount);
    left -= amount;
  }
  return price - left;
}
