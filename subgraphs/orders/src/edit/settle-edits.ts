import type { Ctx } from '@emporium/platform/context';
import { invoiceData } from '../invoice/issue-invoice.js';
import { InvoiceKind } from '../invoice/invoice-kind.js';
import { writeInvoice } from '../invoice/write-invoice.js';
import { amountDueOf } from '../order/amount-due.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import { sumTaxLines } from './edit-document.js';

/**
 * Closes the changes of a locked order once nothing is due of it: what they made dearer together
 * gets an invoice of its own; what they made cheaper gets a credit note when the money is back. Call
 * it as one of the last steps of the transaction.
 */
export async function settleEdits(ctx: Ctx, order: VisibleOrder): Promise<void> {
  if (amountDueOf(order) > 0) return;
  const { id: orderId, currency } = order;
  const edits = await query(ctx)
    .updateTable('OrderEditRow')
    .set({ settled: true })
    .where('orderId', '=', orderId)
    .where('status', '=', 'APPLIED')
    .where('settled', '=', false)
    .returning(['id', 'difference', 'document'])
    .execute();
  const total = edits.reduce((sum, { difference }) => sum + difference, 0);
  if (total <= 0 || !order.invoiced) return;
  const ids = edits.map(({ id }) => id).toSorted();
  const documents = edits.flatMap(({ document }) => document ?? []);
  await writeInvoice(ctx, {
    orderId,
    kind: InvoiceKind.INVOICE,
    source: `edit:${ids.at(-1)}`,
    currency,
    total,
    data: {
      ...(await invoiceData(ctx, order)),
      lines: documents.flatMap(({ lines }) => lines),
      shipping: documents.reduce((sum, { shipping }) => sum + shipping, 0),
      taxLines: sumTaxLines(documents.map(({ taxLines }) => taxLines)),
    },
  });
}
