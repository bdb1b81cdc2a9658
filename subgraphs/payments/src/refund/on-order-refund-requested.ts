import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderRefundRequested } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { lockPayable } from '../payment/lock-payable.js';
import { query } from '../tables.js';
import { placeRequestedRefunds } from './place-requested-refunds.js';

const REASONS = {
  LINES_CANCELLED: 'A part of the order is not sent.',
  RETURNED: 'Goods of the order came back.',
  EDITED: 'The order was changed and costs less.',
  OVERPAID: 'More was paid than the order costs.',
};

/**
 * ORDER_REFUND_REQUESTED: a part of the captured money goes back, once per refundId and never more
 * than is held.
 */
export async function onOrderRefundRequested(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderRefundRequested>>,
): Promise<void> {
  const { orderId, refundId, amount, reason } = event.data;
  await lockPayable(ctx, orderId);
  await query(ctx)
    .insertInto('RefundRequestRow')
    .values({
      id: refundId,
      orderId,
      amount: amount.minor,
      currency: amount.currency,
      reason: REASONS[reason],
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await placeRequestedRefunds(ctx, orderId);
}
