import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { PaymentRefunded, type PaymentFailed, type PaymentVoided } from '@emporium/payments-events';
import type { Ctx } from '@emporium/platform/context';
import { creditRefund } from '../invoice/credit-refund.js';
import { remark } from '../history/append-history.js';

/**
 * A failed attempt, a refund or money given up appears in the order's history, and a refund gets a
 * credit note; the status does not depend on it.
 */
export async function onPaymentOutcome(
  ctx: Ctx,
  event: Envelope<EventData<typeof PaymentFailed | typeof PaymentRefunded | typeof PaymentVoided>>,
): Promise<void> {
  const { orderId, amount } = event.data;
  if (event.type === PaymentRefunded.type)
    await creditRefund(ctx, { orderId, source: event.id, amount });
  await remark(ctx, orderId, event.type, 'system', `${amount.minor} ${amount.currency}`);
}
