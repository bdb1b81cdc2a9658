import type { EventData } from '@emporium/bus/define-event';
import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { OrderRestockRequested } from '@emporium/orders-events';
import { raiseVersion } from '../order/raise-version.js';
import type { VisibleOrder } from '../order/order.entity.js';

type Restock = EventData<typeof OrderRestockRequested>;

/** Asks catalog to put units of a locked order back in stock, once; nothing when there are none. */
export async function requestRestock(
  ctx: Ctx,
  { id: orderId, number, userId }: VisibleOrder,
  cause: Restock['cause'],
  lines: Restock['lines'],
): Promise<void> {
  if (lines.length === 0) return;
  const version = await raiseVersion(ctx, orderId);
  ctx.emit(OrderRestockRequested, {
    key: orderId,
    version,
    data: { orderId, number, userId, version, restockId: newId('rst'), cause, lines },
  });
}
