import { MoneyError } from '@emporium/money/money-error';
import type { Basket, BasketLine } from './basket.js';
import type { CompiledRules, CompiledSelection } from './compiled-rules.js';
import { checked, total } from './exact-amounts.js';
import { quantitiesOf, regularPriceOf, unitPriceOf } from './price-lists.js';

/** A line while it is calculated, in minor units. */
export interface WorkingLine {
  readonly line: BasketLine;
  /** Place in the basket. */
  readonly index: number;
  readonly unit: number;
  /** Catalog's price of one unit; undefined when there is none in this currency. */
  readonly regular: number | undefined;
  readonly subtotal: number;
  /** What is left of the subtotal after the discounts so far. */
  left: number;
}

/**
 * The lines with their prices, in an order of their own: whoever lists the same lines in another
 * order (cart, order) must come to the same amounts, although a left-over minor unit goes to one of
 * them.
 */
export function workingLines(basket: Basket, compiled: CompiledRules): WorkingLine[] {
  const quantities = quantitiesOf(basket.lines);
  const lines = basket.lines.map((line, index): WorkingLine => {
    const { quantity } = line;
    if (!Number.isSafeInteger(quantity))
      throw new MoneyError('NOT_REPRESENTABLE', `quantity ${quantity} is not a whole number`);
    const unit = unitPriceOf(line, quantities.get(line.variantId) ?? quantity, basket, compiled);
    if (unit < 0 || quantity < 0)
      throw new MoneyError('INVALID_ARGUMENT', 'prices and quantities start at 0');
    const subtotal = checked(unit * quantity);
    const regular = regularPriceOf(line, basket, compiled);
    return { line, index, unit, regular, subtotal, left: subtotal };
  });
  return lines.sort(
    (a, b) =>
      (a.line.variantId < b.line.variantId ? -1 : a.line.variantId > b.line.variantId ? 1 : 0) ||
      a.line.quantity - b.line.quantity ||
      a.unit - b.unit,
  );
}

/** Those of the lines that a promotion looks at. */
export function selectLines(
  lines: readonly WorkingLine[],
  selection: CompiledSelection | undefined,
): readonly WorkingLine[] {
  if (!selection) return lines;
  return lines.filter(
    ({ line }) =>
      selection.products.has(line.productId) ||
      selection.variants.has(line.variantId) ||
      line.categoryIds.some((id) => selection.categories.has(id)),
  );
}

/** What the goods cost after the discounts so far. */
export function leftOf(lines: readonly WorkingLine[]): number {
  return total(lines.map((line) => line.left));
}
