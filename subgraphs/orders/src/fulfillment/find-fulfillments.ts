import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { Fulfillment } from './fulfillment.entity.js';

/** Parcels of several orders, in the order of the ids given. */
export async function fulfillmentsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<Fulfillment[][]> {
  const rows = await ctx.em.find(
    Fulfillment,
    { orderId: { $in: [...orderIds] } },
    { orderBy: { shippedAt: 'asc', id: 'asc' }, disableIdentityMap: true },
  );
  return groupByOrder(orderIds, rows);
}
