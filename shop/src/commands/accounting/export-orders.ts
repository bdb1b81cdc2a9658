import { csvText } from '@emporium/platform/csv/csv-text';
import type { Shop } from '../../start-shop.js';
import type { CommandLine } from '../shop-command.js';
import { subgraphCommand } from '../subgraph-command.js';
import {
  ACCOUNTING_COLUMNS,
  type AccountingDocument,
  accountingRows,
  type PaymentSum,
} from './accounting-rows.js';

/**
 * Invoices and credit notes of a period as CSV for accounting, with what was paid for their orders.
 * Batch by batch, so that a year takes no more memory than a day: each `csv` is to be added to the
 * ones before. `from` and `until` are moments; `until` is not in it any more.
 */
export async function* exportOrders(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  let documents = 0;
  let rows = 0;
  yield { type: 'progress', done: 0, total: 0, csv: csvText([ACCOUNTING_COLUMNS]) };
  for await (const line of subgraphCommand('orders', 'export-documents')(shop, args)) {
    const batch = line as { documents: AccountingDocument[]; done: number; total: number };
    const sums = await sumsOf(
      shop,
      batch.documents.map(({ orderId }) => orderId),
    );
    const cells = batch.documents.flatMap((one) => accountingRows(one, sums.get(one.orderId)));
    documents += batch.documents.length;
    rows += cells.length;
    yield { type: 'progress', done: batch.done, total: batch.total, csv: csvText(cells) };
  }
  yield {
    type: 'result',
    text: `${documents} invoices and credit notes exported, ${rows} rows.`,
    documents,
    rows,
  };
}

/** What was paid for orders, by their ids. */
async function sumsOf(shop: Shop, orderIds: readonly string[]): Promise<Map<string, PaymentSum>> {
  const args = { orderIds: [...new Set(orderIds)] };
  const found = new Map<string, PaymentSum>();
  for await (const line of subgraphCommand('payments', 'sum-payments')(shop, args))
    for (const sum of (line as { sums: PaymentSum[] }).sums) found.set(sum.orderId, sum);
  return found;
}
