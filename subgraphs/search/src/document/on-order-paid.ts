import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { OrderPaid } from '@emporium/orders-events';
import type { Ctx } from '../context.js';

/** Counts sold units for BEST_SELLING; the inbox sees to it that an order counts once. */
export async function onOrderPaid(
  ctx: Ctx,
  { data }: Envelope<EventData<typeof OrderPaid>>,
): Promise<void> {
  await ctx.services.engine.addSales(data.lines, data.orderId);
}
