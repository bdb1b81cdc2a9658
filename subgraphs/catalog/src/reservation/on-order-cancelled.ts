import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCancelled } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { releaseReservation } from './settle-reservation.js';

/** ORDER_CANCELLED: held units are free again, sold units go back to the shelf. */
export async function onOrderCancelled(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderCancelled>>,
): Promise<void> {
  await releaseReservation(ctx, event.data.orderId);
}
