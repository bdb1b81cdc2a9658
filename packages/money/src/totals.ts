import { allocate } from './allocate.js';
import { compare, exact, fromExact, type Money, multiply, subtract, sum, zero } from './money.js';
import { MoneyError } from './money-error.js';
import { divideHalfEven, parseRate } from './rounding.js';

/**
 * What is bought: a price that includes tax, a whole quantity from 0, and the tax rate as a decimal
 * ("0.19") when one applies.
 */
export interface PricedLine {
  unitPrice: Money;
  quantity: number;
  taxRate?: string;
}

/** Amounts of one line; `tax` is the part of `total` that is tax. */
export interface LineTotals {
  subtotal: Money;
  discount: Money;
  tax: Money;
  total: Money;
}

/** Tax of all lines with one rate; `base` is their total without tax. */
export interface TaxTotal {
  rate: string;
  base: Money;
  amount: Money;
}

export interface Totals extends LineTotals {
  lines: LineTotals[];
  taxLines: TaxTotal[];
}

/**
 * The one calculator of totals. Prices include tax and there is no shipping yet, so total =
 * subtotal - discount. The discount is limited to the subtotal and split over the lines by largest
 * remainder; tax is rounded half-even once per line. Every sum of lines equals its total. Throws
 * MoneyError for negative prices, quantities or discounts, mixed currencies, or beyond 2^53-1 minor
 * units.
 */
export function calculateTotals(
  lines: readonly PricedLine[],
  options: { currency: string; discount?: Money },
): Totals {
  const { currency } = options;
  for (const line of lines) {
    if (line.unitPrice.minor < 0 || line.quantity < 0)
      throw new MoneyError('INVALID_ARGUMENT', 'prices and quantities start at 0');
  }
  const subtotals = lines.map((line) => multiply(line.unitPrice, line.quantity));
  const subtotal = sum(subtotals, currency);
  const discount = limit(options.discount ?? zero(currency), subtotal);
  const discounts =
    lines.length === 0
      ? []
      : allocate(
          discount,
          subtotals.map((amount) => amount.minor),
        );
  const totals = lines.map((line, index): LineTotals => {
    const total = subtract(subtotals[index]!, discounts[index]!);
    return {
      subtotal: subtotals[index]!,
      discount: discounts[index]!,
      tax: includedTax(total, line.taxRate),
      total,
    };
  });
  const tax = sum(
    totals.map((line) => line.tax),
    currency,
  );
  return {
    subtotal,
    discount,
    tax,
    total: subtract(subtotal, discount),
    lines: totals,
    taxLines: taxByRate(lines, totals, currency),
  };
}

/**
 * The tax inside an amount that includes it: amount × rate / (1 + rate), rounded half-even to a
 * minor unit.
 */
function includedTax(total: Money, rate: string | undefined): Money {
  if (rate === undefined) return zero(total.currency);
  const { numerator, denominator } = parseRate(rate);
  return fromExact(
    divideHalfEven(exact(total) * numerator, denominator + numerator),
    total.currency,
  );
}

function limit(discount: Money, subtotal: Money): Money {
  if (discount.minor < 0) throw new MoneyError('INVALID_ARGUMENT', 'a discount starts at 0');
  return compare(discount, subtotal) > 0 ? subtotal : discount;
}

function taxByRate(
  lines: readonly PricedLine[],
  totals: readonly LineTotals[],
  currency: string,
): TaxTotal[] {
  const rates = [...new Set(lines.flatMap((line) => line.taxRate ?? []))];
  return rates.map((rate) => {
    const taxed = totals.filter((_, index) => lines[index]!.taxRate === rate);
    const amount = sum(
      taxed.map((line) => line.tax),
      currency,
    );
    return {
      rate,
      base: subtract(
        sum(
          taxed.map((line) => line.total),
          currency,
        ),
        amount,
      ),
      amount,
    };
  });
}
