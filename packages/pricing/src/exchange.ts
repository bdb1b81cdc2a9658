import { currencyDigits } from '@emporium/money/currency-digits';
import { divideHalfEven, type Ratio } from '@emporium/money/rounding';
import { checked } from './exact-amounts.js';
import type { CurrencyRule } from './rules.js';

/** A further currency of the shop; `exchange` undefined: price lists alone state its prices. */
export interface CompiledCurrency {
  readonly base: string;
  readonly exchange: Exchange | undefined;
}

/** From minor units of the base to steps of minor units of a currency. */
export interface Exchange {
  readonly steps: Ratio;
  readonly roundTo: number;
}

const RATE = /^(\d{1,7})(?:\.(\d{1,8}))?$/;

/** Reads a rate such as "0.95" exactly; undefined when it is none, or 0. */
export function readExchangeRate(text: string): Ratio | undefined {
  const parts = RATE.exec(text);
  if (!parts) return undefined;
  const fraction = parts[2] ?? '';
  const numerator = BigInt(`${parts[1]}${fraction}`);
  return numerator === 0n ? undefined : { numerator, denominator: 10n ** BigInt(fraction.length) };
}

/** Prepares a currency. Throws MoneyError for a currency that does not exist. */
export function compileCurrency(rule: CurrencyRule): CompiledCurrency {
  const rate = rule.rate === null ? undefined : readExchangeRate(rule.rate);
  if (!rate) return { base: rule.base, exchange: undefined };
  const power = (currency: string) => 10n ** BigInt(currencyDigits(currency));
  return {
    base: rule.base,
    exchange: {
      steps: {
        numerator: rate.numerator * power(rule.currency),
        denominator: rate.denominator * power(rule.base) * BigInt(rule.roundTo),
      },
      roundTo: rule.roundTo,
    },
  };
}

/**
 * An amount in the other currency: the nearest multiple of `roundTo`, at exactly half the even one.
 * What costs something never becomes free: it costs one step at least. Throws MoneyError beyond
 * 2^53-1 minor units.
 */
export function convert(minor: number, { steps, roundTo }: Exchange): number {
  const count = divideHalfEven(BigInt(minor) * steps.numerator, steps.denominator);
  return checked(Number(count === 0n && minor > 0 ? 1n : count) * roundTo);
}
