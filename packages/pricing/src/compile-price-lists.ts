import type { CompiledPriceList } from './compiled-rules.js';
import type { PriceListRule } from './rules.js';
import { readSpan } from './validity.js';

/** Indexes active price lists by currency, higher priority first. */
export function compilePriceLists(
  rules: readonly PriceListRule[],
  ignore: (id: string, problem: string) => void,
): ReadonlyMap<string, readonly CompiledPriceList[]> {
  const byCurrency = new Map<string, CompiledPriceList[]>();
  for (const rule of rules) {
    const span = readSpan(rule);
    if (!span) ignore(rule.id, 'its validity cannot be read');
    if (!span || !rule.isActive) continue;
    const lists = byCurrency.get(rule.currency) ?? [];
    lists.push({ rule, span, prices: pricesOf(rule) });
    byCurrency.set(rule.currency, lists);
  }
  for (const lists of byCurrency.values()) lists.sort((a, b) => b.rule.priority - a.rule.priority);
  return byCurrency;
}

function pricesOf(rule: PriceListRule): CompiledPriceList['prices'] {
  const prices = new Map<string, { fromQuantity: number; amount: number }[]>();
  for (const { variantId, fromQuantity, amount } of rule.prices) {
    const all = prices.get(variantId);
    if (all) all.push({ fromQuantity, amount });
    else prices.set(variantId, [{ fromQuantity, amount }]);
  }
  // Of two prices from the same quantity the lower one counts.
  for (const all of prices.values())
    all.sort((a, b) => b.fromQuantity - a.fromQuantity || a.amount - b.amount);
  return prices;
}
