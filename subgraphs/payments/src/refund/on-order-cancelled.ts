import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCancelled } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { releaseHeld } from '../capture/release-held.js';
import { voidAwaited } from '../offline/void-awaited.js';
import { query } from '../tables.js';
import { refundRest } from './refund-rest.js';

/**
 * ORDER_CANCELLED: no further attempt is allowed, captured money goes back, and what is set aside is
 * released. Money captured
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
  await voidAwaited(ctx, orderId, { promised: true });
  await releaseHeld(ctx, orderId);
  await refundRest(ctx, orderId, 'The order was cancelled.');
}
