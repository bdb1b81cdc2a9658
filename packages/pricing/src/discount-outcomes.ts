import { allocate } from '@emporium/money/allocate';
import { money } from '@emporium/money/money';
import type { AppliedDiscount, CodeOutcome } from './basket.js';
import { phaseOf } from './goods-effects.js';
import type { PricedGoods } from './price-goods.js';

/** Sums of the discounts as they stand in the result. */
export interface DiscountSums {
  readonly goods: number;
  readonly shipping: number;
}

/**
 * The promotions that took something off, in the order in which they were tried. Their amounts sum
 * up to the discounts of lines and shipping; under reverse charge those are smaller by the tax that
 * was in them, and so each of these.
 */
export function appliedDiscounts(
  { promotions, amounts }: PricedGoods,
  sums: DiscountSums,
  currency: string,
): AppliedDiscount[] {
  const effective = promotions.filter(({ promotion }) => amounts.get(promotion.rule.id));
  const byPhase = (isShipping: boolean, sum: number) => {
    const some = effective.filter((each) => (phaseOf(each) === 'SHIPPING') === isShipping);
    if (some.length === 0) return [];
    const weights = some.map(({ promotion }) => amounts.get(promotion.rule.id)!);
    const parts = allocate(money(sum, currency), weights);
    return some.map(({ promotion }, at) => [promotion.rule.id, parts[at]!] as const);
  };
  const parts = new Map([...byPhase(false, sums.goods), ...byPhase(true, sums.shipping)]);
  return effective.map(({ promotion: { rule }, code }) => ({
    promotionId: rule.id,
    name: rule.name,
    ...(code && { code: code.code, codeId: code.id }),
    amount: parts.get(rule.id)!,
  }));
}

/** What became of each code, in the order in which they were typed. */
export function codeOutcomes(
  { codes, promotions, amounts }: PricedGoods,
  discounts: readonly AppliedDiscount[],
  isShippingKnown: boolean,
  currency: string,
): CodeOutcome[] {
  return codes.map(({ text, opened, problem }): CodeOutcome => {
    const outcome = { code: text, amount: money(0, currency) };
    if (!opened) return { ...outcome, problem: problem ?? 'UNKNOWN' };
    if (!promotions.includes(opened)) return { ...outcome, problem: 'NOT_COMBINABLE' };
    const { id } = opened.promotion.rule;
    if (amounts.get(id))
      return { ...outcome, amount: discounts.find((each) => each.promotionId === id)!.amount };
    // Free shipping is accepted before there is a shipping that it could make free.
    if (phaseOf(opened) === 'SHIPPING' && !isShippingKnown) return outcome;
    return { ...outcome, problem: 'NO_EFFECT' };
  });
}
