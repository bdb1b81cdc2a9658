import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { OrderPaid } from '@emporium/orders-events';
import type { Ctx } from '../context.js';

/** Takes what was ordered out of the cart, once; what the shopper added meanwhile stays. */
export async function onOrderPaid(
  ctx: Ctx,
  { data }: Envelope<EventData<typeof OrderPaid>>,
): Promise<void> {
  await ctx.services.carts.takeOut(data.cartIdHash, data.orderId, data.lines);
}
