import type { PricedBasket } from '@emporium/pricing/basket';
import type { InvoiceLine, InvoiceTaxLine } from '../invoice/invoice-data.js';
import { frozenPrices } from '../placing/frozen-prices.js';
import type { VisibleOrder } from '../order/order.entity.js';
import type { OrderLineRow } from '../order/order-line.entity.js';
import type { EditDocument } from './order-edit.entity.js';
import type { EditPlan } from './plan-edit.js';
import type { Quotes } from './read-quotes.js';

/** What a change adds to the invoices of its order: the differences of lines, shipping and taxes. */
export function editDocument(
  order: VisibleOrder,
  plan: EditPlan,
  quotes: Quotes,
  totals: PricedBasket,
): EditDocument {
  const after = frozenPrices(totals);
  const lines = plan.lines.map(({ before, variantId, quantity }, index): InvoiceLine => {
    const { unitPrice, discount, total } = totals.lines[index]!;
    const words = before ?? quotes.get(variantId)!;
    const more = quantity - (before?.quantity ?? 0);
    return {
      ...nameOf(words),
      // Another price for the same units is told by their price, not by their number.
      quantity: more || quantity,
      unitPrice: more === 0 ? unitPrice.minor - (before?.unitPrice ?? 0) : unitPrice.minor,
      discount: discount.minor - (before?.discount ?? 0),
      total: total.minor - (before?.total ?? 0),
    };
  });
  const gone = plan.gone.map((line): InvoiceLine => ({
    ...nameOf(line),
    quantity: -line.quantity,
    unitPrice: line.unitPrice,
    discount: -line.discount,
    total: -line.total,
  }));
  return {
    lines: [...lines, ...gone].filter(({ total }) => total !== 0),
    shipping: after.shipping - order.shipping,
    taxLines: sumTaxLines([after.taxLines, order.taxLines.map(negated)]),
  };
}

const nameOf = (line: Pick<OrderLineRow, 'sku' | 'productName' | 'variantName'>) => ({
  sku: line.sku ?? '',
  name: [line.productName, line.variantName].filter(Boolean).join(', '),
});

const negated = (line: InvoiceTaxLine): InvoiceTaxLine => ({
  ...line,
  base: -line.base,
  amount: -line.amount,
});

/** Tax lines of several documents by name and rate, without those that come to nothing. */
export function sumTaxLines(lists: readonly (readonly InvoiceTaxLine[])[]): InvoiceTaxLine[] {
  const sums = new Map<string, InvoiceTaxLine>();
  for (const { name, rate, base, amount } of lists.flat()) {
    const key = `${name} ${rate}`;
    const sum = sums.get(key) ?? { name, rate, base: 0, amount: 0 };
    sums.set(key, { ...sum, base: sum.base + base, amount: sum.amount + amount });
  }
  return [...sums.values()].filter(({ base, amount }) => base !== 0 || amount !== 0);
}
