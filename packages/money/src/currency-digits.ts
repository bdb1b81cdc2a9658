import * as currencies from 'dinero.js/currencies';
import { MoneyError } from './money-error.js';

const digits = new Map(
  // dinero.js models the two non-decimal currencies (MGA, MRU) with base 5; ISO 4217 prints both
  // with two digits.
  Object.values(currencies).map((currency) => [
    currency.code as string,
    currency.base === 10 ? currency.exponent : 2,
  ]),
);

/**
 * Digits after the point of a currency by ISO 4217: EUR 2, JPY 0, KWD 3. Throws MoneyError for an
 * unknown code.
 */
export function currencyDigits(currency: string): number {
  const found = digits.get(currency);
  if (found === undefined)
    throw new MoneyError('UNKNOWN_CURRENCY', 'the currency is not an ISO 4217 code');
  return found;
}
