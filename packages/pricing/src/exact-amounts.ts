import { MoneyError } from '@emporium/money/money-error';
import { divideHalfEven, parseRate } from '@emporium/money/rounding';

// The calculator counts in plain numbers of minor units: every result is checked to be a safe
// integer, so nothing is ever rounded by the machine, and a basket of 50 lines stays far below a
// millisecond.

/** An exact fraction in plain numbers, e.g. 0.19 = 19/100. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** As the rule states it. */
  readonly text: string;
}

/** The same number; throws MoneyError beyond 2^53-1, where numbers stop being exact. */
export function checked(minor: number): number {
  if (!Number.isSafeInteger(minor))
    throw new MoneyError('OVERFLOW', 'the amount is beyond 2^53-1 minor units');
  return minor;
}

/** Sum of amounts in minor units; throws MoneyError beyond 2^53-1. */
export function total(amounts: readonly number[]): number {
  let all = 0;
  for (const amount of amounts) all = checked(all + amount);
  return all;
}

/** amount × numerator / denominator, rounded half-even to a minor unit. */
export function portion(amount: number, numerator: number, denominator: number): number {
  const product = amount * numerator;
  if (!Number.isSafeInteger(product * 2)) {
    const exact = divideHalfEven(BigInt(amount) * BigInt(numerator), BigInt(denominator));
    return checked(Number(exact));
  }
  const rest = product % denominator;
  const floor = (product - rest) / denominator;
  if (rest * 2 === denominator) return floor % 2 === 0 ? floor : floor + 1;
  return rest * 2 > denominator ? floor + 1 : floor;
}

/** Tax inside an amount that includes it: amount × rate / (1 + rate), half-even. */
export function includedTax(amount: number, rate: Share): number {
  return portion(amount, rate.numerator, rate.denominator + rate.numerator);
}

/** Reads a rate such as "0.19"; undefined when it is none (see parseRate of @emporium/money). */
export function readShare(text: string): Share | undefined {
  try {
    const { numerator, denominator } = parseRate(text);
    return { numerator: Number(numerator), denominator: Number(denominator), text };
  } catch {
    return undefined;
  }
}
