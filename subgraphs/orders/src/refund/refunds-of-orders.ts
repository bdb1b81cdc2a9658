import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { OrderRefund, OrderRefundReason } from './order-refund.type.js';

/** Refunds of several orders with their lines, oldest first, in the order of the ids given. */
export async function refundsOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<OrderRefund[][]> {
  const rows = await query(ctx)
    .selectFrom('OrderRefundRow as r')
    .innerJoin('OrderRow as o', 'o.id', 'r.orderId')
    .selectAll('r')
    .select('o.currency')
    .where('r.orderId', 'in', orderIds)
    .orderBy('r.createdAt')
    .orderBy('r.id')
    .execute();
  const ids = rows.map((row) => row.id);
  const lines =
    ids.length > 0
      ? await query(ctx)
          .selectFrom('OrderRefundLineRow')
          .selectAll()
          .where('refundId', 'in', ids)
          .orderBy('orderLineId')
          .execute()
      : [];
  const refundOf = ({ id, currency, ...row }: (typeof rows)[number]): OrderRefund => ({
    id,
    reason: row.reason as OrderRefundReason,
    returnId: row.returnId,
    amount: money(row.amount, currency),
    shipping: money(row.shipping, currency),
    createdAt: row.createdAt,
    lines: lines
      .filter((line) => line.refundId === id)
      .map(({ orderLineId, quantity, amount }) => ({
        orderLineId,
        quantity,
        amount: money(amount, currency),
      })),
  });
  return orderIds.map((orderId) => rows.filter((row) => row.orderId === orderId).map(refundOf));
}
