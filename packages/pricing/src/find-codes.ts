import type { Basket, CodeProblem } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { checkConditions, type EligiblePromotion } from './conditions.js';
import { lookalikeKey, normalizeCode } from './normalize-code.js';
import type { DiscountCodeRule } from './rules.js';
import type { WorkingLine } from './working-line.js';

/** A code as typed with what it opened, or why it did not. */
export interface TypedCode {
  readonly text: string;
  readonly opened?: EligiblePromotion;
  readonly problem?: CodeProblem;
}

/**
 * What the codes of a basket open: one promotion at most once, whatever the number of its codes; of
 * several the one that was typed first and holds.
 */
export function findCodes(
  lines: readonly WorkingLine[],
  basket: Basket,
  compiled: CompiledRules,
): TypedCode[] {
  const opened = new Set<string>();
  const problemOf = (rule: DiscountCodeRule): EligiblePromotion | CodeProblem => {
    const promotion = compiled.promotions.get(rule.promotionId);
    if (!promotion) return 'UNKNOWN';
    if (!rule.isActive) return 'INACTIVE';
    const eligible = checkConditions(promotion, lines, basket, compiled);
    if (typeof eligible === 'string') return eligible;
    if (rule.isExhausted) return 'EXHAUSTED';
    if (opened.has(rule.promotionId)) return 'NOT_COMBINABLE';
    opened.add(rule.promotionId);
    return { ...eligible, code: { id: rule.id, code: rule.code } };
  };
  return basket.codes.map((text): TypedCode => {
    const rule = findCode(text, compiled);
    const found = rule ? problemOf(rule) : 'UNKNOWN';
    return typeof found === 'string' ? { text, problem: found } : { text, opened: found };
  });
}

/** The rule of a typed code: exactly, or the only one that looks the same. */
export function findCode(text: string, compiled: CompiledRules): DiscountCodeRule | undefined {
  const code = normalizeCode(text);
  if (code === '') return undefined;
  return compiled.codes.get(code) ?? compiled.lookalikes.get(lookalikeKey(code)) ?? undefined;
}
