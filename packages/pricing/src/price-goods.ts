import type { Basket } from './basket.js';
import { chooseShipping, type ChosenShipping } from './choose-shipping.js';
import { combinePromotions } from './combine-promotions.js';
import type { CompiledRules } from './compiled-rules.js';
import type { EligiblePromotion } from './conditions.js';
import { findCodes, type TypedCode } from './find-codes.js';
import { goodsDiscounts, phaseOf, takeOff } from './goods-effects.js';
import { freeShippingOf } from './shipping-discounts.js';
import { leftOf, type WorkingLine, workingLines } from './working-line.js';

/** Goods after price lists, line promotions and order promotions; shipping comes next. */
export interface PricedGoods {
  readonly lines: WorkingLine[];
  readonly codes: readonly TypedCode[];
  /** All that apply together, higher priority first, shipping promotions too. */
  readonly promotions: readonly EligiblePromotion[];
  /** What each of them took off so far, by its id. */
  readonly amounts: Map<string, number>;
  /** What the goods cost now, in minor units. */
  readonly goods: number;
}

/** The first half of the calculation: what the goods cost before shipping and tax. */
export function priceGoods(basket: Basket, compiled: CompiledRules): PricedGoods {
  const lines = workingLines(basket, compiled);
  const codes = findCodes(lines, basket, compiled);
  let undiscounted: ChosenShipping | undefined;
  const promotions = combinePromotions(codes, lines, basket, compiled, (eligible) => {
    if (phaseOf(eligible) !== 'SHIPPING')
      return goodsDiscounts(eligible, basket.currency).some((discount) => discount > 0);
    undiscounted ??= chooseShipping(basket, compiled, leftOf(lines));
    const price = undiscounted.option?.price.minor ?? 0;
    return freeShippingOf(eligible, price, basket.currency) > 0;
  });
  const amounts = new Map<string, number>();
  for (const phase of ['LINES', 'ORDER'] as const)
    for (const eligible of promotions) {
      if (phaseOf(eligible) !== phase) continue;
      const amount = takeOff(eligible.lines, goodsDiscounts(eligible, basket.currency));
      amounts.set(eligible.promotion.rule.id, amount);
    }
  return { lines, codes, promotions, amounts, goods: leftOf(lines) };
}
