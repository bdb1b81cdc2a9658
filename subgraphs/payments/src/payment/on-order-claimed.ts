import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderClaimed } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * ORDER_CLAIMED: the payments of a guest order are the account's to see, and no longer the guest
 * token's. Written also when nobody has tried to pay yet: an attempt that began before the claim
 * would write down a guest.
 */
export async function onOrderClaimed(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderClaimed>>,
): Promise<void> {
  const { orderId, userId } = event.data;
  await query(ctx)
    .insertInto('Payable')
    .values({ orderId, userId })
    .onConflict((conflict) => conflict.column('orderId').doUpdateSet({ userId }))
    .execute();
}
