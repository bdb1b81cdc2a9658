import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { query } from '../tables.js';
import type { InvoiceRow } from './invoice.entity.js';

/** Invoices and credit notes of several orders, oldest first, in the order of the ids given. */
export async function invoicesOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<InvoiceRow[][]> {
  const rows = await query(ctx)
    .selectFrom('InvoiceRow')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('issuedAt')
    .orderBy('id')
    .execute();
  return groupByOrder(orderIds, rows);
}
