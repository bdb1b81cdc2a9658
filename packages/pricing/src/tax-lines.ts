import { money } from '@emporium/money/money';
import type { BasketTaxLine } from './basket.js';
import type { CompiledRate } from './compiled-rules.js';
import { checked } from './exact-amounts.js';
import { compareRates, rateKey } from './tax-parts.js';

/** What was taxed with a rate: `base` is the amount without tax. */
export interface Taxed {
  readonly rate: CompiledRate | undefined;
  readonly base: number;
  readonly tax: number;
}

/** Sums up by rate, higher rates first; what has no rate is in no tax line. */
export function taxLinesOf(all: readonly Taxed[], currency: string): BasketTaxLine[] {
  const sums = new Map<string, { rate: CompiledRate; base: number; tax: number }>();
  for (const { rate, base, tax } of all) {
    if (!rate) continue;
    const key = rateKey(rate);
    const sum = sums.get(key) ?? { rate, base: 0, tax: 0 };
    sum.base = checked(sum.base + base);
    sum.tax = checked(sum.tax + tax);
    sums.set(key, sum);
  }
  return [...sums.values()]
    .sort((a, b) => compareRates(a.rate, b.rate))
    .map(({ rate, base, tax }) => ({
      name: rate.name,
      rate: rate.share.text,
      base: money(base, currency),
      amount: money(tax, currency),
    }));
}
