import type { SqlEntityManager } from '@emporium/db/entity-manager';
import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from './group-by-order.js';
import { OrderLineRow } from './order-line.entity.js';

/** Lines of several orders, in the order of the ids given. */
export async function linesOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<OrderLineRow[][]> {
  const rows = await ctx.em.find(
    OrderLineRow,
    { orderId: { $in: [...orderIds] } },
    { orderBy: { position: 'asc' }, disableIdentityMap: true },
  );
  return groupByOrder(orderIds, rows);
}

/** What events tell of the lines of an order. */
export async function eventLines(em: SqlEntityManager, orderId: string): Promise<{ variantId: string; quantity: number }[]> {
  const rows = await em.find(OrderLineRow, { orderId }, { orderBy: { position: 'asc' }, disableIdentityMap: true });
  return rows.map(({ variantId, quantity }) => ({ variantId, quantity }));
}
