import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { OrderPaid } from '@emporium/orders-events';
import type { CartCtx } from './cart-services.js';

/** Takes what was ordered out of the cart, once; what the shopper added meanwhile stays. */
export async function onOrderPaid(ctx: CartCtx, { data }: Envelope<EventData<typeof OrderPaid>>): Promise<void> {
  await ctx.services.carts.takeOut(data.cartIdHash, data.orderId, data.lines);
}
