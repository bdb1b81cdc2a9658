import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { PaymentRefunded, type PaymentFailed, type PaymentVoided } from '@emporium/payments-events';
import type { Ctx } from '@emporium/platform/context';
import { creditRefund } from '../invoice/credit-refund.js';
import { remark } from '../history/append-history.js';
import { OrderRefundReason } from '../refund/order-refund.type.js';
import { query } from '../tables.js';

type Refunded = EventData<typeof PaymentRefunded>;

/**
 * A failed attempt, a refund or money given up appears in the order's history, and a refund gets a
 * credit note; the status does not depend on it.
 */
export async function onPaymentOutcome(
  ctx: Ctx,
  event: Envelope<EventData<typeof PaymentFailed | typeof PaymentRefunded | typeof PaymentVoided>>,
): Promise<void> {
  const { orderId, amount } = event.data;
  if (event.type === PaymentRefunded.type && !(await isOverpaid(ctx, event.data as Refunded)))
    await creditRefund(ctx, { orderId, source: event.id, amount });
  await remark(ctx, orderId, event.type, 'system', `${amount.minor} ${amount.currency}`);
}

/** What was paid beyond what the order costs was never invoiced. */
async function isOverpaid(ctx: Ctx, { requestId }: Refunded): Promise<boolean> {
  if (!requestId) return false;
  const refund = await query(ctx)
    .selectFrom('OrderRefundRow')
    .select('reason')
    .where('id', '=', requestId)
    .executeTakeFirst();
  return refund?.reason === OrderRefundReason.OVERPAID;
}
