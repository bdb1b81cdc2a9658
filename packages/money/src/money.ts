import { currencyDigits } from './currency-digits.js';
import { MoneyError } from './money-error.js';

/**
 * An amount in the smallest unit of its currency (EUR: cents, JPY: yen). `minor` is a safe integer,
 * |minor| <= 2^53-1.
 */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/**
 * Builds a checked amount. Throws MoneyError when `minor` is no safe integer or the currency is no
 * ISO 4217 code.
 */
export function money(minor: number, currency: string): Money {
  currencyDigits(currency);
  if (!Number.isSafeInteger(minor))
    throw new MoneyError('NOT_REPRESENTABLE', `${minor} is not a whole number of minor units`);
  // -0 would be equal to 0 yet print and compare (Object.is) differently.
  return { minor: minor === 0 ? 0 : minor, currency };
}

/** Nothing, in the given currency. Throws MoneyError for an unknown currency. */
export function zero(currency: string): Money {
  return money(0, currency);
}

/** Turns exact minor units back into an amount. Throws MoneyError beyond 2^53-1. */
export function fromExact(minor: bigint, currency: string): Money {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  if (minor > most || minor < -most)
    throw new MoneyError('OVERFLOW', 'the amount is beyond 2^53-1 minor units');
  return money(Number(minor), currency);
}

/** a + b. Throws MoneyError when the currencies differ or the result overflows. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return fromExact(exact(a) + exact(b), a.currency);
}

/** a - b. Throws MoneyError when the currencies differ or the result overflows. */
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return fromExact(exact(a) - exact(b), a.currency);
}

/**
 * Sum of the amounts, zero for none; only the result must fit. Throws MoneyError for another
 * currency or overflow.
 */
export function sum(amounts: readonly Money[], currency: string): Money {
  const start = zero(currency);
  return fromExact(
    amounts.reduce((total, amount) => (sameCurrency(start, amount), total + exact(amount)), 0n),
    currency,
  );
}

/**
 * Unit price times a whole quantity. Throws MoneyError for a fraction or when the result overflows.
 */
export function multiply(unit: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity))
    throw new MoneyError('NOT_REPRESENTABLE', `quantity ${quantity} is not a whole number`);
  return fromExact(exact(unit) * BigInt(quantity), unit.currency);
}

/**
 * -1, 0 or 1 as a is less than, equal to or more than b. Throws MoneyError when the currencies
 * differ.
 */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}

/** Same currency and same amount; never throws. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.minor === b.minor;
}

/**
 * Minor units as a bigint, so that intermediate results never lose a digit. Throws MoneyError for a
 * forged amount.
 */
export function exact(amount: Money): bigint {
  return BigInt(money(amount.minor, amount.currency).minor);
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency)
    throw new MoneyError('CURRENCY_MISMATCH', `cannot combine ${a.currency} with ${b.currency}`);
}
