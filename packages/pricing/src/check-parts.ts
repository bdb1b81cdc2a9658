import { currencyDigits } from '@emporium/money/currency-digits';
import { readPostalRange } from './postal-code.js';
import type { Report } from './rule-problem.js';
import type { AreaRule } from './rules.js';
import { readShare } from './exact-amounts.js';

/** ISO 4217 knows the currency. */
export function checkCurrency(currency: string, path: string, report: Report): void {
  try {
    currencyDigits(currency);
  } catch {
    report(path, `"${currency}" is not an ISO 4217 currency: use one such as EUR`);
  }
}

/** A tax rate: a decimal from 0 to under 100 with at most 6 digits after the point. */
export function checkTaxRate(rate: string, path: string, report: Report): void {
  if (!readShare(rate))
    report(path, `"${rate}" is not a rate: use a decimal from 0 to under 100, "0.19" is 19 %`);
}

/** A reduction's rate: more than 0, at most 1. */
export function checkReduction(rate: string, path: string, report: Report): void {
  const share = readShare(rate);
  if (!share) report(path, `"${rate}" is not a rate: use a decimal such as "0.1" for 10 %`);
  else if (share.numerator === 0 || share.numerator > share.denominator)
    report(path, `a reduction is more than 0 and at most 1 (100 %), not ${rate}`);
}

/** Both moments are moments, and the first is before the second. */
export function checkValidity(
  { validFrom, validTo }: { validFrom: string | null; validTo: string | null },
  path: string,
  report: Report,
): void {
  const at = (field: string) => (path === '' ? field : `${path}.${field}`);
  const from = validFrom === null ? -Infinity : Date.parse(validFrom);
  const to = validTo === null ? Infinity : Date.parse(validTo);
  if (Number.isNaN(from)) report(at('validFrom'), 'this is not a moment in RFC 3339');
  if (Number.isNaN(to)) report(at('validTo'), 'this is not a moment in RFC 3339');
  if (from >= to) report(at('validTo'), 'it ends before it begins: choose a later end');
}

/** Countries are codes, regions belong to countries, postal codes can be read. */
export function checkArea(area: AreaRule, report: Report): void {
  for (const [at, country] of area.countries.entries())
    if (!/^[A-Z]{2}$/.test(country))
      report(`area.countries.${at}`, `"${country}" is not an ISO 3166-1 code such as DE`);
  if (area.countries.length !== 1 && area.regions.length > 0)
    report('area.regions', 'regions belong to one country: name exactly one');
  if (area.countries.length !== 1 && area.postalCodes.length > 0)
    report('area.postalCodes', 'postal codes belong to one country: name exactly one');
  for (const [at, region] of area.regions.entries())
    if (region.trim() === '') report(`area.regions.${at}`, 'a region has a name');
  for (const [at, postalCode] of area.postalCodes.entries())
    if (!readPostalRange(postalCode))
      report(
        `area.postalCodes.${at}`,
        `"${postalCode}" is neither a beginning such as "10" nor a range such as "10000-10999"`,
      );
}

/** Steps stand in ascending order, none twice. */
export function checkAscending(
  steps: readonly { from: number }[],
  path: string,
  report: Report,
): void {
  if (steps.length === 0) report(path, 'without tiers it never applies: add one');
  for (const [at, { from }] of steps.entries())
    if (at > 0 && from <= steps[at - 1]!.from)
      report(
        `${path}.${at}.from`,
        `tiers ascend: ${from} does not come after ${steps[at - 1]!.from}`,
      );
}
