import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderEdited } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { amendReservation } from './amend-reservation.js';

/** ORDER_EDITED: units that staff added are sold, those that they removed are back on the shelf. */
export async function onOrderEdited(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderEdited>>,
): Promise<void> {
  await amendReservation(ctx, event.data);
}
