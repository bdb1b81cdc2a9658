import type { Basket } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { checkConditions, type EligiblePromotion } from './conditions.js';
import type { TypedCode } from './find-codes.js';
import type { WorkingLine } from './working-line.js';

/**
 * The promotions that apply together, higher priority first. The first that has an effect decides:
 * an exclusive one is applied alone, any other one keeps all exclusive ones out. One without an
 * effect (free shipping on a free delivery) keeps nothing out.
 */
export function combinePromotions(
  codes: readonly TypedCode[],
  lines: readonly WorkingLine[],
  basket: Basket,
  compiled: CompiledRules,
  hasEffect: (eligible: EligiblePromotion) => boolean,
): EligiblePromotion[] {
  const opened = codes.flatMap((code) => code.opened ?? []);
  const ids = new Set(opened.map(({ promotion }) => promotion.rule.id));
  const all = [...opened];
  for (const promotion of compiled.automatic) {
    if (ids.has(promotion.rule.id)) continue;
    const eligible = checkConditions(promotion, lines, basket, compiled);
    if (typeof eligible !== 'string') all.push(eligible);
  }
  all.sort(byPriority);
  if (!all.some(({ promotion }) => promotion.rule.isExclusive)) return all;
  const first = all.find(hasEffect);
  // Nothing has an effect yet, e.g. free shipping before a method is chosen: nothing is in the way.
  if (!first) return all;
  if (first.promotion.rule.isExclusive) return [first];
  return all.filter(({ promotion }) => !promotion.rule.isExclusive);
}

function byPriority({ promotion: a }: EligiblePromotion, { promotion: b }: EligiblePromotion) {
  return b.rule.priority - a.rule.priority || (a.rule.id < b.rule.id ? -1 : 1);
}
