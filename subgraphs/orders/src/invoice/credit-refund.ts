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
 * none for more than is left of it. A refund beyond the first invoice of an order that was made
 * dearer goes on with the next one. Call it in the transaction that records the refund.
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
    .orderBy('issuedAt')
    .orderBy('seq')
    .execute();
  const invoices = documents.filter(({ kind }) => kind === InvoiceKind.INVOICE);
  const notes = documents.filter(({ kind }) => kind === InvoiceKind.CREDIT_NOTE);
  if (invoices.length === 0 || notes.some((note) => note.source === source)) return;
  let rest = amount.minor;
  for (const invoice of invoices) {
    const credited = notes.filter(({ data }) => data.credits === invoice.number);
    const left = invoice.total - credited.reduce((sum, { total }) => sum + total, 0);
    const total = amount.currency === invoice.currency ? Math.min(rest, left) : 0;
    if (total <= 0) continue;
    const part = rest === amount.minor ? source : `${source}:${invoice.number}`;
    await credit(ctx, invoice, { total, source: part, credited });
    rest -= total;
  }
  if (rest > 0)
    ctx.log.error({ orderId, amount, rest }, 'more was refunded than is left of the invoices');
}

async function credit(
  ctx: Ctx,
  invoice: InvoiceRow,
  { total, source, credited }: { total: number; source: string; credited: readonly InvoiceRow[] },
): Promise<void> {
  const isWhole = total === invoice.total;
  const { data, currency, orderId } = invoice;
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
  const open = invoice.total - credited.reduce((sum, { total: each }) => sum + each, 0);
  if (total === open) return left;
  // The invoice of a change may have less of one tax; a part of it takes back of the others.
  const gross = left.map(({ base, amount }) => Math.max(0, base + amount));
  const untaxed = Math.max(0, open - gross.reduce((sum, each) => sum + each, 0));
  const parts = allocate(money(total, currency), [...gross, untaxed]);
  return left.map((line, index) => {
    const part = parts[index]!.minor;
    const [amount, base] =
      part === 0
        ? [money(0, currency), money(0, currency)]
        : allocate(money(part, currency), [line.amount, line.base]);
    return { ...line, base: base!.minor, amount: amount!.minor };
  });
}
