import { checkCurrency } from './check-parts.js';
import { readExchangeRate } from './exchange.js';
import type { Report } from './rule-problem.js';
import type { CurrencyRule } from './rules.js';

/** More than a step of a million minor units is a slip of the keyboard. */
const LARGEST_STEP = 1_000_000;

/** Both currencies exist and differ, and its rate and step can be calculated with. */
export function checkCurrencyRule(rule: CurrencyRule, report: Report): void {
  checkCurrency(rule.currency, 'currency', report);
  checkCurrency(rule.base, 'base', report);
  if (rule.currency === rule.base)
    report('currency', `the shop sells in ${rule.base} already: name another currency`);
  if (rule.rate !== null && !readExchangeRate(rule.rate))
    report(
      'rate',
      `"${rule.rate}" is not a rate: use a decimal above 0 such as "0.95", at most 8 digits after the point`,
    );
  if (rule.roundTo > LARGEST_STEP)
    report('roundTo', `amounts are rounded to at most ${LARGEST_STEP} minor units`);
}
