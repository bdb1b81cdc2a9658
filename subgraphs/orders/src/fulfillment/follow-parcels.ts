import type { Ctx } from '@emporium/platform/context';
import { changeStatus } from '../order/change-status.js';
import { emitStatusChanged } from '../order/emit-order-event.js';
import { loadPlacedOrder } from '../order/load-order.js';
import { linesOfOrders } from '../order/order-lines.js';
import { OrderStatus } from '../order/order-status.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import { openUnitsOf } from './open-units.js';

/**
 * Moves a locked order to where its parcels say it is, one step after the other: PROCESSING with
 * the first one, SHIPPED when no unit is left to send, DELIVERED when all have arrived, and back to
 * PROCESSING when a parcel was called off. Returns the order as it is then.
 */
export async function followParcels(
  ctx: Ctx,
  orderId: string,
  actor: string,
): Promise<VisibleOrder> {
  for (;;) {
    const order = await loadPlacedOrder(ctx, orderId);
    const to = await nextStatus(ctx, order);
    if (!to) return order;
    const changed = await changeStatus(ctx, { orderId, to, actor, from: [order.status] });
    if (!changed) throw new Error(`order ${orderId} is not locked`);
    emitStatusChanged(ctx, changed.order, changed.from);
  }
}

async function nextStatus(ctx: Ctx, order: VisibleOrder): Promise<OrderStatus | undefined> {
  const isOpen = async () =>
    ((await linesOfOrders(ctx, [order.id]))[0] ?? []).some((line) => openUnitsOf(line) > 0);
  switch (order.status) {
    case OrderStatus.PAID:
      return order.parcels > 0 ? OrderStatus.PROCESSING : undefined;
    case OrderStatus.PROCESSING:
      return order.parcels > 0 && !(await isOpen()) ? OrderStatus.SHIPPED : undefined;
    case OrderStatus.SHIPPED:
      if (await isOpen()) return OrderStatus.PROCESSING;
      return (await isOnItsWay(ctx, order.id)) ? undefined : OrderStatus.DELIVERED;
    default:
      return undefined;
  }
}

async function isOnItsWay(ctx: Ctx, orderId: string): Promise<boolean> {
  const parcel = await query(ctx)
    .selectFrom('Fulfillment')
    .select('id')
    .where('orderId', '=', orderId)
    .where('cancelledAt', 'is', null)
    .where('deliveredAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return parcel !== undefined;
}
