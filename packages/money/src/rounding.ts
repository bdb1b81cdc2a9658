import { MoneyError } from './money-error.js';

/** An exact fraction, e.g. a tax rate of 19 % = 19/100. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * value / divisor, rounded to the nearest integer and at exactly half to the even one. Throws
 * MoneyError for a divisor <= 0.
 */
export function divideHalfEven(value: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new MoneyError('INVALID_ARGUMENT', 'the divisor must be positive');
  const remainder = ((value % divisor) + divisor) % divisor;
  const floor = (value - remainder) / divisor;
  const twice = remainder * 2n;
  if (twice === divisor) return floor % 2n === 0n ? floor : floor + 1n;
  return twice > divisor ? floor + 1n : floor;
}

/**
 * Reads a rate such as "0.19" exactly. Throws MoneyError unless it is a plain decimal from 0 to
 * under 100 with at most 6 digits.
 */
export function parseRate(rate: string): Ratio {
  const parts = /^(\d{1,2})(?:\.(\d{1,6}))?$/.exec(rate);
  if (!parts) throw new MoneyError('INVALID_DECIMAL', 'a rate is a decimal such as 0.19');
  const fraction = parts[2] ?? '';
  return {
    numerator: BigInt(`${parts[1]}${fraction}`),
    denominator: 10n ** BigInt(fraction.length),
  };
}
