import { checkCurrency, checkValidity } from './check-parts.js';
import type { Report } from './rule-problem.js';
import type { PriceListRule } from './rules.js';

/** Its currency and time make sense, and a variant has one price from each quantity. */
export function checkPriceList(rule: PriceListRule, report: Report): void {
  checkCurrency(rule.currency, 'currency', report);
  checkValidity(rule, '', report);
  const seen = new Set<string>();
  for (const [at, { variantId, fromQuantity }] of rule.prices.entries()) {
    const key = `${fromQuantity} ${variantId}`;
    if (seen.has(key))
      report(`prices.${at}`, `variant ${variantId} has two prices from ${fromQuantity} units`);
    seen.add(key);
  }
}
