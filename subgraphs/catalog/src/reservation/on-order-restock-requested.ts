import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderRestockRequested } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { restockUnits } from './restock-units.js';

/** ORDER_RESTOCK_REQUESTED: units of a paid order go back to the shelf, once per restockId. */
export async function onOrderRestockRequested(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderRestockRequested>>,
): Promise<void> {
  await restockUnits(ctx, event.data);
}
