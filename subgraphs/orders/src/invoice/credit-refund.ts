import { allocate } from '@emporium/money/allocate';
import { money } from '@emporium/money/money';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { InvoiceTaxLine } from './invoice-data.js';
import type { InvoiceRow } from './invoice.entity.js';
import { InvoiceKind } from './invoice-kind.js';
import { writeInvoice } from './write-invoice.js';

/**
 * Issues the credit note of a refund, once per source; none for an order without an invoice, and
 * none for more than is left of it. Call it in the transaction that records the refund.
 */
export async function creditRefund(
  ctx: Ctx,
  refund: { orderId: string; source: string; amount: { minor: number; currency: string } },
): Promise<void> {
  const { orderId, source, amount } = refund;
  // Refunds of one order follow each other, so that two do not credit the same.
  await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('id', '=', orderId)
    .forUpdate()
    .execute();
  const documents = await query(ctx)
    .selectFrom('InvoiceRow')
    .selectAll()
    .where('orderId', '=', orderId)
    .execute();
  const invoice = documents.find(({ kind }) => kind === InvoiceKind.INVOICE);
  const credited = documents.filter((document) => document !== invoice);
  if (!invoice || credited.some((document) => document.source === source)) return;
  const left = invoice.total - credited.reduce((sum, { total }) => sum + total, 0);
  const total = amount.currency === invoice.currency ? Math.min(amount.minor, left) : 0;
  if (total !== amount.minor)
    ctx.log.error({ orderId, amount, left }, 'more was refunded than is left of the invoice');
  if (total <= 0) return;
  const isWhole = total === invoice.total;
  const { data, currency } = invoice;
  await writeInvoice(ctx, {
    orderId,
    kind: InvoiceKind.CREDIT_NOTE,
    source,
    currency,
    total,
    data: {
      ...data,
      lines: isWhole ? data.lines : [],
      shipping: isWhole ? data.shipping : 0,
      taxLines: taxOf(total, { currency, invoice, credited }),
      credits: invoice.number,
    },
  });
}

/**
 * The tax in a part of an invoice: what is left at each rate is taken in proportion, so that all
 * credit notes of a fully refunded invoice take back exactly its tax.
 */
function taxOf(
  total: number,
  {
    currency,
    invoice,
    credited,
  }: { currency: string; invoice: InvoiceRow; credited: readonly InvoiceRow[] },
): InvoiceTaxLine[] {
  const left = invoice.data.taxLines.map((line, index) => {
    const taken = (of: 'base' | 'amount') =>
      credited.reduce((sum, { data }) => sum + (data.taxLines[index]?.[of] ?? 0), 0);
    return { ...line, base: line.base - taken('base'), amount: line.amount - taken('amount') };
  });
  if (left.length === 0) return [];
  const gross = left.map(({ base, amount }) => base + amount);
  const untaxed = Math.max(
    0,
    invoice.total -
      credited.reduce((sum, { total: each }) => sum + each, 0) -
      gross.reduce((sum, each) => sum + each, 0),
  );
  const parts = allocate(money(total, currency), [...gross, untaxed]);
  return left.map((line, index) => {
    const part = parts[index]!.minor;
    const [amount, base] = allocate(money(part, currency), [line.amount, line.base]);
    return { ...line, base: base!.minor, amount: amount!.minor };
  });
}
