import { includedTax, total } from './exact-amounts.js';
import type { Taxed } from './tax-lines.js';
import { rateOfLine, splitShipping, type TaxPart, taxOf } from './tax-parts.js';
import type { Taxation } from './taxation.js';
import type { WorkingLine } from './working-line.js';

/** A line or shipping with its taxes, in minor units. */
export interface TaxedAmounts {
  /** Of one unit; of shipping the same as subtotal. */
  readonly unit: number;
  /** Of one unit before price lists; undefined: not stated in this currency, or shipping. */
  readonly regular?: number | undefined;
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
  readonly taxed: readonly Taxed[];
}

/** Taxes a line once, on what is left of it. */
export function taxLine(line: WorkingLine, taxation: Taxation): TaxedAmounts {
  const { unit, regular, subtotal, left } = line;
  const rate = rateOfLine(line, taxation);
  const discount = subtotal - left;
  if (!taxation.isReverseCharge)
    return { unit, regular, ...taxParts([{ rate, amount: left }], subtotal, discount, taxation) };
  if (!taxation.pricesIncludeTax || !rate) return { ...untaxed(unit, subtotal, discount), regular };
  // The own country's tax comes out of the price of a unit, so that unit × quantity stays the
  // subtotal on an invoice; and out of the discount, never beyond the subtotal.
  const withoutTax = (amount: number) => amount - includedTax(amount, rate.share);
  const net = withoutTax(unit);
  const netSubtotal = net * line.line.quantity;
  const netDiscount = left === 0 ? netSubtotal : Math.min(netSubtotal, withoutTax(discount));
  return {
    ...untaxed(net, netSubtotal, netDiscount),
    regular: regular === undefined ? undefined : withoutTax(regular),
  };
}

/** Taxes shipping, on what is left of its price. */
export function taxShipping(
  price: number,
  discount: number,
  lines: readonly WorkingLine[],
  taxation: Taxation,
  currency: string,
): TaxedAmounts {
  const split = (amount: number) => splitShipping(amount, lines, taxation, currency);
  if (!taxation.isReverseCharge)
    return { unit: price, ...taxParts(split(price - discount), price, discount, taxation) };
  if (!taxation.pricesIncludeTax) return untaxed(price, price, discount);
  const withoutTax = (amount: number) =>
    amount - total(split(amount).map((part) => taxOf(part, true)));
  const net = withoutTax(price);
  return untaxed(net, net, net - Math.min(net, withoutTax(price - discount)));
}

function taxParts(
  parts: readonly TaxPart[],
  subtotal: number,
  discount: number,
  { pricesIncludeTax }: Taxation,
): Omit<TaxedAmounts, 'unit'> {
  const taxed = parts.map((part) => {
    const tax = taxOf(part, pricesIncludeTax);
    return { rate: part.rate, base: pricesIncludeTax ? part.amount - tax : part.amount, tax };
  });
  const tax = total(taxed.map((part) => part.tax));
  const after = subtotal - discount;
  return { subtotal, discount, tax, total: pricesIncludeTax ? after : total([after, tax]), taxed };
}

function untaxed(unit: number, subtotal: number, discount: number): TaxedAmounts {
  return { unit, subtotal, discount, tax: 0, total: subtotal - discount, taxed: [] };
}
