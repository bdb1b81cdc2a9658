import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { PaymentRefunded, type PaymentFailed } from '@emporium/payments-events';
import type { Ctx } from '@emporium/platform/context';
import { creditRefund } from '../invoice/credit-refund.js';
import { remark } from '../history/append-history.js';

/**
 * A failed attempt or a refund appears in the order's history, and a refund gets a credit note; the
 * status does not depend on it.
 */
export async function onPaymentOutcome(
  ctx: Ctx,
  event: Envelope<EventData<typeof PaymentFailed> | EventData<typeof PaymentRefunded>>,
): Promise<void> {
  const { orderId, amount } = event.data;
  if (event.type === PaymentRefunded.type)
    await creditRefund(ctx, { orderId, source: event.id, amount });
  await remark(ctx, orderId, event.type, 'system', `${amount.minor} ${amount.currency}`);
}
