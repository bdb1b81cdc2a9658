import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderExtended } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { ReservationState } from './reservation.type.js';
import { GRACE_MS } from './reserve-stock.js';

/** ORDER_EXTENDED: units that are held are held for longer. */
export async function onOrderExtended(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderExtended>>,
): Promise<void> {
  const { orderId, expiresAt } = event.data;
  const until = new Date(Date.parse(expiresAt) + GRACE_MS);
  await query(ctx)
    .updateTable('Reservation')
    .set({ expiresAt: until })
    .where('orderId', '=', orderId)
    .where('state', '=', ReservationState.HELD)
    .where('expiresAt', '<', until)
    .execute();
}
