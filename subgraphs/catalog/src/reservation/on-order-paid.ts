import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderPaid } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { confirmReservation } from './settle-reservation.js';

/** ORDER_PAID: the held units become an ORDER movement. */
export async function onOrderPaid(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderPaid>>,
): Promise<void> {
  const { orderId } = event.data;
  if (await confirmReservation(ctx, orderId)) return;
  // Harmless for a repeated event. Otherwise `npm run verify` (I4) names the order: guessing a
  // stock movement here would hide the cause.
  ctx.log.warn({ orderId }, 'a paid order has no hold to confirm');
}
