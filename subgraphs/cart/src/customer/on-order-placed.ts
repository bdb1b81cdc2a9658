import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { OrderCancelled, OrderCreated } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

interface About {
  orderId: string;
  userId: string | null;
  version: number;
}

/** Remembers that the user has ordered. */
export const onOrderCreated = (ctx: Ctx, { data }: Envelope<EventData<typeof OrderCreated>>) =>
  store(ctx, data, false);

/** The order does not count any more. */
export const onOrderCancelled = (ctx: Ctx, { data }: Envelope<EventData<typeof OrderCancelled>>) =>
  store(ctx, data, true);

async function store(
  ctx: Ctx,
  { orderId, userId, version }: About,
  isCancelled: boolean,
): Promise<void> {
  if (userId === null) return;
  await query(ctx)
    .insertInto('CustomerOrder')
    .values({ orderId, userId, version, isCancelled })
    .onConflict((conflict) =>
      conflict
        .column('orderId')
        .doUpdateSet({ version, isCancelled })
        .where('CustomerOrder.version', '<', version),
    )
    .execute();
}
