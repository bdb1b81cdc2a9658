import { allocate } from '@emporium/money/allocate';
import type { CompiledRate } from './compiled-rules.js';
import { includedTax, portion } from './exact-amounts.js';
import type { Taxation } from './taxation.js';
import type { WorkingLine } from './working-line.js';

/** An amount with one rate. */
export interface TaxPart {
  readonly rate: CompiledRate | undefined;
  readonly amount: number;
}

/** Tax of an amount, half-even: a part of it when prices include tax, else what comes on top. */
export function taxOf({ rate, amount }: TaxPart, pricesIncludeTax: boolean): number {
  if (!rate) return 0;
  const { share } = rate;
  return pricesIncludeTax
    ? includedTax(amount, share)
    : portion(amount, share.numerator, share.denominator);
}

/** The rate of a line's goods. */
export function rateOfLine({ line }: WorkingLine, taxation: Taxation): CompiledRate | undefined {
  return taxation.rateOf(line.taxCategory);
}

/**
 * Splits a price of shipping over rates: all under its own category, or over the rates of the goods
 * in proportion to what they cost, by largest remainder with the higher rate first. Goods that cost
 * nothing count with their price before discounts, else by units.
 */
export function splitShipping(
  amount: number,
  lines: readonly WorkingLine[],
  taxation: Taxation,
  currency: string,
): TaxPart[] {
  if (taxation.shippingCategory !== undefined)
    return [{ rate: taxation.rateOf(taxation.shippingCategory), amount }];
  const groups = new Map<string, { rate: CompiledRate | undefined; lines: WorkingLine[] }>();
  for (const line of lines) {
    const rate = rateOfLine(line, taxation);
    const key = rateKey(rate);
    const group = groups.get(key);
    if (group) group.lines.push(line);
    else groups.set(key, { rate, lines: [line] });
  }
  const sorted = [...groups.values()].sort((a, b) => compareRates(a.rate, b.rate));
  if (sorted.length <= 1) return sorted.map(({ rate }) => ({ rate, amount }));
  const weigh = (weight: (line: WorkingLine) => number) =>
    sorted.map((group) => group.lines.reduce((all, line) => all + weight(line), 0));
  const weights = [
    weigh(({ left }) => left),
    weigh(({ subtotal }) => subtotal),
    weigh(({ line }) => line.quantity),
  ].find((all) => all.some((weight) => weight > 0));
  const parts = allocate({ minor: amount, currency }, weights ?? sorted.map(() => 1));
  return sorted.map(({ rate }, at) => ({ rate, amount: parts[at]!.minor }));
}

/** Rates of the same name and height are one tax line. */
export function rateKey(rate: CompiledRate | undefined): string {
  return rate ? `${rate.share.numerator / rate.share.denominator} ${rate.name}` : '';
}

/** Higher rates first, then by name; no rate comes last. */
export function compareRates(a: CompiledRate | undefined, b: CompiledRate | undefined): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  const difference =
    b.share.numerator / b.share.denominator - a.share.numerator / a.share.denominator;
  return difference || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
