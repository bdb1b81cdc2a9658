import { money } from '@emporium/graphql/money.type';
import { decimalOf } from '@emporium/money/decimal';
import type { CodeProblem } from '@emporium/pricing/basket';
import { findCode } from '@emporium/pricing/find-codes';
import type { PromotionRule } from '@emporium/pricing/rules';
import type { AppliedDiscountCode } from './cart-cost.type.js';
import type { PricedCart } from './price-cart.js';

/** The codes of a cart with what they take off, or why they take off nothing. */
export function discountCodesOf({ totals, rules }: PricedCart): AppliedDiscountCode[] {
  return totals.codes.map(({ code, amount, problem }) => {
    const opens = findCode(code, rules)?.promotionId;
    const promotion = opens === undefined ? undefined : rules.promotions.get(opens)?.rule;
    return {
      code,
      applicable: problem === undefined,
      amount: money(amount.minor, amount.currency),
      problem: problem ?? null,
      message: problem ? explain(problem, promotion) : null,
    };
  });
}

const WORDS: Record<CodeProblem, string> = {
  UNKNOWN: 'There is no such code: check how it is spelled.',
  INACTIVE: 'This code does not count at the moment.',
  NOT_YET_VALID: 'This code does not count yet.',
  EXPIRED: 'The time of this code is over.',
  EXHAUSTED: 'This code has been used as often as it may be.',
  MINIMUM_NOT_REACHED: 'This code needs more goods in the cart.',
  NO_MATCHING_GOODS: 'Nothing in the cart is what this code is for.',
  NOT_FOR_THIS_CUSTOMER: 'This code is for a group of customers: log in if you belong to it.',
  FIRST_ORDER_ONLY: 'This code is for the first order of a customer who is logged in.',
  NOT_COMBINABLE: 'This code cannot be combined with another reduction of this cart.',
  NO_EFFECT: 'There is nothing left that this code could take off.',
};

function explain(problem: CodeProblem, promotion: PromotionRule | undefined): string {
  const { minimum, minimumQuantity } = promotion?.conditions ?? {};
  if (problem === 'NOT_YET_VALID' && promotion?.validFrom)
    return `This code counts from ${promotion.validFrom} on.`;
  if (problem !== 'MINIMUM_NOT_REACHED') return WORDS[problem];
  if (minimum)
    return `This code counts from ${decimalOf(minimum)} ${minimum.currency} of goods on: add some.`;
  return minimumQuantity
    ? `This code counts from ${minimumQuantity} units of its goods on: add some.`
    : WORDS[problem];
}
