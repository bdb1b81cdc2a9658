import { currencyDigits } from '@emporium/money/currency-digits';

const STEPS = [0, 10, 25, 50, 100, 250, 500, 1_000];

/**
 * Where the ranges of the price facet begin, in minor units. Currencies without minor units have
 * larger numbers.
 */
export function priceSteps(currency: string): number[] {
  const digits = currencyDigits(currency);
  return STEPS.map((step) => step * (digits === 0 ? 100 : 10 ** digits));
}
