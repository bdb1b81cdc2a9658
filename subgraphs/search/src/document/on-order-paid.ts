import type { Envelope } from '@emporium/bus/envelope';
import type { EventDefinition } from '@emporium/bus/define-event';
import type { OrderPaid } from '@emporium/orders-events';
import type { SearchCtx } from '../search/search-services.js';

type OrderPaidData = typeof OrderPaid extends EventDefinition<infer T> ? T : never;

/** Counts sold pieces for BEST_SELLING; the inbox sees to it that an order counts once. */
export async function onOrderPaid(ctx: SearchCtx, { data }: Envelope<OrderPaidData>): Promise<void> {
  await ctx.services.engine.addSales(data.lines, data.orderId);
}
