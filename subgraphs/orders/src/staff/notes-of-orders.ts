import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { query } from '../tables.js';
import { OrderNote } from './order-note.entity.js';

/** Notes of several orders, the oldest first, in the order of the ids given. */
export async function notesOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<OrderNote[][]> {
  const rows = await query(ctx)
    .selectFrom('OrderNote')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('id')
    .execute();
  return groupByOrder(
    orderIds,
    rows.map((row) => asEntity(OrderNote, row)),
  );
}
