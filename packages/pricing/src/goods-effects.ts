import { allocate } from '@emporium/money/allocate';
import type { EligiblePromotion } from './conditions.js';
import { checked, portion, type Share, total } from './exact-amounts.js';
import { leftOf, type WorkingLine } from './working-line.js';

/** When a promotion has its turn: first what concerns lines, then the order, then shipping. */
export type Phase = 'LINES' | 'ORDER' | 'SHIPPING';

/** The phase of a promotion. */
export function phaseOf({ promotion }: EligiblePromotion): Phase {
  const { effect } = promotion.rule;
  if (effect.type === 'FREE_SHIPPING') return 'SHIPPING';
  return 'target' in effect && effect.target === 'ORDER' ? 'ORDER' : 'LINES';
}

/**
 * What a promotion takes off each of its lines, given what is left of them; never more than that.
 * Percentages count from what earlier promotions have left, rounded half-even once per line or once
 * per order.
 */
export function goodsDiscounts(eligible: EligiblePromotion, currency: string): number[] {
  const { promotion, lines } = eligible;
  const { effect } = promotion.rule;
  const { share } = promotion;
  switch (effect.type) {
    case 'PERCENTAGE':
      if (!share) return [];
      return effect.target === 'LINES'
        ? lines.map(({ left }) => percentageOf(left, share))
        : spread(percentageOf(leftOf(lines), share), lines, currency);
    case 'FIXED_AMOUNT': {
      const { amount, target } = effect;
      if (amount.currency !== currency) return [];
      return target === 'UNIT'
        ? // Only as much as is there: a huge amount must not overflow.
          lines.map(({ left, line }) => Math.min(left, amount.minor * line.quantity))
        : spread(Math.min(amount.minor, leftOf(lines)), lines, currency);
    }
    case 'BUY_X_GET_Y':
      return share ? cheapestUnits(lines, effect, share) : [];
    case 'QUANTITY_TIERS': {
      const units = lines.reduce((all, { line }) => all + line.quantity, 0);
      const tier = promotion.tiers.find(({ from }) => from <= units);
      return tier ? lines.map(({ left }) => percentageOf(left, tier.share)) : [];
    }
    case 'FREE_SHIPPING':
      return [];
  }
}

function percentageOf(left: number, { numerator, denominator }: Share): number {
  return Math.min(left, portion(left, numerator, denominator));
}

/** Over the lines in proportion to what is left of them, by largest remainder. */
function spread(amount: number, lines: readonly WorkingLine[], currency: string): number[] {
  if (amount === 0) return [];
  const weights = lines.map(({ left }) => left);
  return allocate({ minor: amount, currency }, weights).map(({ minor }) => minor);
}

/**
 * Of buy + get units each time `get` are reduced, the cheapest ones of all; of an incomplete group
 * those beyond `buy`. A unit of a line that is reduced already counts with what is left of it.
 */
function cheapestUnits(
  lines: readonly WorkingLine[],
  { buy, get }: { buy: number; get: number },
  { numerator, denominator }: Share,
): number[] {
  const units = checked(lines.reduce((all, { line }) => all + line.quantity, 0));
  const rest = units % (buy + get);
  let reduced = ((units - rest) / (buy + get)) * get + Math.max(0, rest - buy);
  const discounts = lines.map(() => 0);
  // Stable: among equals the order of the lines decides, which is the same for everybody.
  const cheapestFirst = lines.map((line, at) => ({ line, at }));
  cheapestFirst.sort((a, b) => a.line.unit - b.line.unit);
  for (const { line, at } of cheapestFirst) {
    const { quantity } = line.line;
    const count = Math.min(reduced, quantity);
    if (count === 0) continue;
    reduced -= count;
    const off = portion(line.left, checked(count * numerator), checked(quantity * denominator));
    discounts[at] = Math.min(line.left, off);
  }
  return discounts;
}

/** Takes the discounts off the lines; returns their sum. */
export function takeOff(lines: readonly WorkingLine[], discounts: readonly number[]): number {
  for (const [at, discount] of discounts.entries()) lines[at]!.left -= discount;
  return total(discounts);
}
