import type { Envelope } from '@emporium/bus/envelope';
import type { Ctx } from '@emporium/platform/context';
import { remark } from '../history/append-history.js';

/** A failed attempt or a refund appears in the order's history; the status does not depend on it. */
export async function onPaymentOutcome(
  ctx: Ctx,
  event: Envelope<{ orderId: string; paymentId: string; amount: { minor: number; currency: string } }>,
): Promise<void> {
  const { orderId, amount } = event.data;
  await remark(ctx, orderId, event.type, 'system', `${amount.minor} ${amount.currency}`);
}
