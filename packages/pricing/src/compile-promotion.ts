import type { CompiledPromotion } from './compiled-rules.js';
import { readShare, type Share } from './exact-amounts.js';
import type { PromotionRule } from './rules.js';
import { readSpan } from './validity.js';

/** Prepares a promotion; undefined when its time or a rate cannot be read. */
export function compilePromotion(
  rule: PromotionRule,
  ignore: (problem: string) => void,
): CompiledPromotion | undefined {
  const span = readSpan(rule);
  const { effect } = rule;
  const selection = rule.conditions.selection;
  const share = 'rate' in effect ? readShare(effect.rate) : undefined;
  const tiers: { from: number; share: Share }[] = [];
  for (const tier of effect.type === 'QUANTITY_TIERS' ? effect.tiers : []) {
    const read = readShare(tier.rate);
    if (read) tiers.push({ from: tier.from, share: read });
    else ignore(`rate "${tier.rate}" from ${tier.from} units cannot be read`);
  }
  if (!span || ('rate' in effect && !share)) {
    ignore(span ? 'its rate cannot be read' : 'its validity cannot be read');
    return undefined;
  }
  tiers.sort((a, b) => b.from - a.from);
  return {
    rule,
    span,
    share,
    tiers,
    selection: selection
      ? {
          products: new Set(selection.productIds),
          variants: new Set(selection.variantIds),
          categories: new Set(selection.categoryIds),
        }
      : undefined,
  };
}
