import { checkArea, checkTaxRate, checkValidity } from './check-parts.js';
import type { Report } from './rule-problem.js';
import type { TaxSettingsRule, TaxZoneRule } from './rules.js';
import { readSpan } from './validity.js';

/** Rates can be read, and at each moment it is clear which one counts. */
export function checkTaxZone(rule: TaxZoneRule, report: Report): void {
  checkArea(rule.area, report);
  for (const [at, rate] of rule.rates.entries()) {
    const path = `rates.${at}`;
    if (rate.category.trim() === '') report(`${path}.category`, 'a category has a name');
    if (rate.name.trim() === '') report(`${path}.name`, 'invoices need a name of the tax');
    checkTaxRate(rate.rate, `${path}.rate`, report);
    checkValidity(rate, path, report);
    const earlier = rule.rates.slice(0, at).find((other) => isAmbiguous(rate, other));
    if (earlier)
      report(
        `${path}.validFrom`,
        `two rates of "${rate.category}" begin at the same moment: end one before the other begins`,
      );
  }
}

type Rate = TaxZoneRule['rates'][number];

// A rate that begins later may lie in the time of an earlier one: it replaces it (a reduced VAT for
// half a year). Only two that begin together leave open which one is meant.
function isAmbiguous(a: Rate, b: Rate): boolean {
  const [one, other] = [readSpan(a), readSpan(b)];
  return a.category === b.category && one !== undefined && one.from === other?.from;
}

/** There is one, under the known id, of an existing country. */
export function checkTaxSettings(rule: TaxSettingsRule, report: Report): void {
  if (rule.id !== 'settings') report('id', 'there is one rule of settings, with the id "settings"');
  if (!/^[A-Z]{2}$/.test(rule.originCountry))
    report('originCountry', `"${rule.originCountry}" is not an ISO 3166-1 code such as DE`);
  if (rule.defaultTaxCategory.trim() === '')
    report('defaultTaxCategory', 'name the category of goods that name none');
  if (rule.shippingTax === 'CATEGORY' && rule.shippingTaxCategory.trim() === '')
    report('shippingTaxCategory', 'name the category of shipping, or tax it as the goods');
}
