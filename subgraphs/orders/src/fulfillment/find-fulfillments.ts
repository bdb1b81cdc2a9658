import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { query } from '../tables.js';
import { Fulfillment } from './fulfillment.entity.js';

/** Parcels of several orders, in the order of the ids given. */
export async function fulfillmentsOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Fulfillment[][]> {
  const rows = await query(ctx)
    .selectFrom('Fulfillment')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('shippedAt')
    .orderBy('id')
    .execute();
  const parcels = rows.map((row) => asEntity(Fulfillment, row));
  return groupByOrder(orderIds, parcels);
}
