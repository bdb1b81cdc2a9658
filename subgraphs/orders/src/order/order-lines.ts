import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from './group-by-order.js';
import { query } from '../tables.js';
import type { OrderLineRow } from './order-line.entity.js';

/** Lines of several orders, in the order of the ids given. */
export async function linesOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<OrderLineRow[][]> {
  const rows = await query(ctx)
    .selectFrom('OrderLineRow')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('position')
    .execute();
  return groupByOrder(orderIds, rows);
}

/** What events tell of the lines of an order. */
export async function eventLines(
  ctx: Ctx,
  orderId: string,
): Promise<{ variantId: string; quantity: number }[]> {
  return query(ctx)
    .selectFrom('OrderLineRow')
    .select(['variantId', 'quantity'])
    .where('orderId', '=', orderId)
    .orderBy('position')
    .execute();
}
