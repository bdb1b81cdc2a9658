import type { Envelope } from '@emporium/bus/envelope';
import type { Ctx } from '@emporium/platform/context';
import { releaseReservation } from './settle-reservation.js';

/** ORDER_CANCELLED: held pieces are free again, sold pieces go back to the shelf. */
export async function onOrderCancelled(ctx: Ctx, event: Envelope<{ orderId: string }>): Promise<void> {
  await releaseReservation(ctx, event.data.orderId);
}
