import { checkAscending, checkCurrency, checkReduction, checkValidity } from './check-parts.js';
import type { Report } from './rule-problem.js';
import type { PromotionRule } from './rules.js';

/** It has a time, an effect that takes something off, and goods that it can apply to. */
export function checkPromotion(rule: PromotionRule, report: Report): void {
  const { minimum, selection } = rule.conditions;
  if (rule.name.trim() === '') report('name', 'buyers read the name of a promotion: give one');
  checkValidity(rule, '', report);
  if (minimum) checkCurrency(minimum.currency, 'conditions.minimum.currency', report);
  if (selection && Object.values(selection).every((ids) => ids.length === 0))
    report('conditions.selection', 'nothing is selected: name goods, or null for all of them');
  checkEffect(rule, report);
}

function checkEffect({ effect, conditions }: PromotionRule, report: Report): void {
  switch (effect.type) {
    case 'PERCENTAGE':
    case 'BUY_X_GET_Y':
      checkReduction(effect.rate, 'effect.rate', report);
      break;
    case 'FIXED_AMOUNT':
      checkCurrency(effect.amount.currency, 'effect.amount.currency', report);
      if (effect.amount.minor === 0) report('effect.amount', 'it takes nothing off');
      checkSameCurrency(effect.amount, conditions.minimum, report);
      break;
    case 'FREE_SHIPPING':
      if (!effect.upTo) break;
      checkCurrency(effect.upTo.currency, 'effect.upTo.currency', report);
      if (effect.upTo.minor === 0) report('effect.upTo', 'it takes nothing off');
      checkSameCurrency(effect.upTo, conditions.minimum, report);
      break;
    case 'QUANTITY_TIERS':
      checkAscending(effect.tiers, 'effect.tiers', report);
      for (const [at, tier] of effect.tiers.entries())
        checkReduction(tier.rate, `effect.tiers.${at}.rate`, report);
      break;
  }
}

function checkSameCurrency(
  amount: { currency: string },
  minimum: { currency: string } | null,
  report: Report,
): void {
  if (minimum && minimum.currency !== amount.currency)
    report(
      'conditions.minimum.currency',
      `the minimum is in ${minimum.currency} and the effect in ${amount.currency}: it never applies`,
    );
}
