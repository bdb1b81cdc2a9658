import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCancelled } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { refundRest } from './refund-rest.js';

/**
 * ORDER_CANCELLED: no further attempt is allowed, and captured money goes back. Money captured
 * after this is refunded by the capture itself, so it does not matter which of the two comes first;
 * orders tells it again for late money all the same.
 */
export async function onOrderCancelled(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderCancelled>>,
): Promise<void> {
  const { orderId, userId } = event.data;
  await query(ctx)
    .insertInto('Payable')
    .values({ orderId, userId, cancelled: true })
    .onConflict((conflict) => conflict.column('orderId').doUpdateSet({ cancelled: true }))
    .execute();
  await refundRest(ctx, orderId, 'The order was cancelled.');
}
