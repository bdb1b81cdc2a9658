import { checkArea, checkAscending, checkCurrency } from './check-parts.js';
import type { Report } from './rule-problem.js';
import type { ShippingMethodRule } from './rules.js';

/** Its area, currency and tiers make sense, and it is not slower at best than at worst. */
export function checkShippingMethod(rule: ShippingMethodRule, report: Report): void {
  if (rule.name.trim() === '') report('name', 'buyers choose by the name: give one');
  checkArea(rule.area, report);
  checkCurrency(rule.currency, 'currency', report);
  if (rule.price.by !== 'FLAT') checkAscending(rule.price.tiers, 'price.tiers', report);
  if (rule.minDays !== null && rule.maxDays !== null && rule.minDays > rule.maxDays)
    report('maxDays', 'the longest delivery time is not shorter than the shortest');
}
