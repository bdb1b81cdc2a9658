import type { Basket, CodeProblem } from './basket.js';
import type { CompiledPromotion, CompiledRules } from './compiled-rules.js';
import { total } from './exact-amounts.js';
import { isMeant } from './price-lists.js';
import { selectLines, type WorkingLine } from './working-line.js';

/** A promotion whose conditions hold, with the goods that it looks at. */
export interface EligiblePromotion {
  readonly promotion: CompiledPromotion;
  readonly lines: readonly WorkingLine[];
  /** The code that opened it. */
  code?: { readonly id: string; readonly code: string };
}

/**
 * Checks everything but how promotions combine. The reason comes that the buyer can do least about:
 * "expired" rather than "add two more".
 */
export function checkConditions(
  promotion: CompiledPromotion,
  lines: readonly WorkingLine[],
  basket: Basket,
  compiled: CompiledRules,
): EligiblePromotion | CodeProblem {
  const { rule, span } = promotion;
  const { conditions } = rule;
  const now = basket.now.getTime();
  if (!rule.isActive) return 'INACTIVE';
  if (now < span.from) return 'NOT_YET_VALID';
  if (now >= span.to) return 'EXPIRED';
  if (rule.isExhausted) return 'EXHAUSTED';
  if (!isMeant(conditions.customerGroupIds, basket, compiled)) return 'NOT_FOR_THIS_CUSTOMER';
  // Guests cannot show that it is their first order.
  if (conditions.isFirstOrderOnly && basket.isFirstOrder !== true) return 'FIRST_ORDER_ONLY';
  const selected = selectLines(lines, promotion.selection);
  if (!selected.some(({ line }) => line.quantity > 0)) return 'NO_MATCHING_GOODS';
  const { minimum, minimumQuantity } = conditions;
  if (
    minimum &&
    (minimum.currency !== basket.currency ||
      total(selected.map(({ subtotal }) => subtotal)) < minimum.minor)
  )
    return 'MINIMUM_NOT_REACHED';
  const units = selected.reduce((all, { line }) => all + line.quantity, 0);
  if (units < Math.max(minimumQuantity ?? 1, unitsNeeded(promotion))) return 'MINIMUM_NOT_REACHED';
  return { promotion, lines: selected };
}

/** Units below which the effect itself does nothing. */
function unitsNeeded({ rule: { effect }, tiers }: CompiledPromotion): number {
  if (effect.type === 'BUY_X_GET_Y') return effect.buy + 1;
  // Tiers come with the highest first.
  return effect.type === 'QUANTITY_TIERS' ? (tiers.at(-1)?.from ?? Infinity) : 1;
}
