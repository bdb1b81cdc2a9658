import { currencyDigits } from './currency-digits.js';
import { exact, fromExact, type Money } from './money.js';
import { MoneyError } from './money-error.js';

/**
 * The amount as a decimal string with all digits of its currency: 1234 EUR is "12.34", 5 JPY is
 * "5". Throws MoneyError if invalid.
 */
export function decimalOf(amount: Money): string {
  const digits = currencyDigits(amount.currency);
  const minor = exact(amount);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0n ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

/**
 * Reads a plain decimal such as "12.34" or "-7"; fewer digits than the currency has are filled with
 * zeros. Throws MoneyError for exponents, signs other than a leading minus, more digits than the
 * currency has, or an amount beyond 2^53-1 minor units.
 */
export function fromDecimal(text: string, currency: string): Money {
  const digits = currencyDigits(currency);
  // 16 digits hold 2^53-1; the bound keeps hostile input from becoming a huge bigint.
  const parts = typeof text === 'string' ? /^(-?)(\d{1,16})(?:\.(\d{1,4}))?$/.exec(text) : null;
  const fraction = parts?.[3] ?? '';
  if (!parts || fraction.length > digits) {
    throw new MoneyError(
      'INVALID_DECIMAL',
      `not an amount in ${currency}: expected digits with at most ${digits} after the point`,
    );
  }
  const minor = BigInt(`${parts[2]}${fraction.padEnd(digits, '0')}`);
  return fromExact(parts[1] === '-' ? -minor : minor, currency);
}
