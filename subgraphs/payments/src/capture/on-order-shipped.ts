import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { FulfillmentChanged, OrderStatusChanged } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { lockPayable } from '../payment/lock-payable.js';
import { openCaptures } from './open-captures.js';

/** ORDER_STATUS_CHANGED to SHIPPED: whatever is still set aside for the order is taken. */
export async function onOrderShipped(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderStatusChanged>>,
): Promise<void> {
  const { orderId, to } = event.data;
  if (to !== 'SHIPPED' || !(await lockPayable(ctx, orderId))) return;
  await openCaptures(ctx, { orderId, reason: 'shipped', key: 'shipped' });
}

/** FULFILLMENT_CHANGED, CREATED: a parcel leaves, what is in it is taken of what is set aside. */
export async function onParcelMade(
  ctx: Ctx,
  event: Envelope<EventData<typeof FulfillmentChanged>>,
): Promise<void> {
  const { orderId, fulfillmentId, change, amount } = event.data;
  if (change !== 'CREATED' || !amount?.minor || !(await lockPayable(ctx, orderId))) return;
  await openCaptures(ctx, {
    orderId,
    minor: amount.minor,
    reason: `parcel ${fulfillmentId}`,
    key: fulfillmentId,
  });
}
