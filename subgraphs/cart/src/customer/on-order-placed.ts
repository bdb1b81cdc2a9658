import type { Envelope } from '@emporium/bus/envelope';
import type { EventData } from '@emporium/bus/define-event';
import type { OrderCancelled, OrderClaimed, OrderCreated } from '@emporium/orders-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Remembers that the user has ordered. Whatever is known of the order already is newer. */
export async function onOrderCreated(
  ctx: Ctx,
  { data: { orderId, userId, version } }: Envelope<EventData<typeof OrderCreated>>,
): Promise<void> {
  if (userId === null) return;
  await query(ctx)
    .insertInto('CustomerOrder')
    .values({ orderId, userId, version, isCancelled: false })
    .onConflict((conflict) => conflict.column('orderId').doNothing())
    .execute();
}

/** A guest order is an account's now, and counts for it unless it was cancelled. */
export async function onOrderClaimed(
  ctx: Ctx,
  { data: { orderId, userId, version, status } }: Envelope<EventData<typeof OrderClaimed>>,
): Promise<void> {
  await query(ctx)
    .insertInto('CustomerOrder')
    .values({ orderId, userId, version, isCancelled: status === 'CANCELLED' })
    .onConflict((conflict) => conflict.column('orderId').doNothing())
    .execute();
}

/**
 * The order does not count any more, whatever its version: no order comes back, and the end of one
 * that never came to be is told without its user and at a version that cart may have heard before.
 */
export async function onOrderCancelled(
  ctx: Ctx,
  { data: { orderId, userId, version } }: Envelope<EventData<typeof OrderCancelled>>,
): Promise<void> {
  const ended = { version, isCancelled: true };
  if (userId === null) {
    await query(ctx)
      .updateTable('CustomerOrder')
      .set(ended)
      .where('orderId', '=', orderId)
      .execute();
    return;
  }
  await query(ctx)
    .insertInto('CustomerOrder')
    .values({ orderId, userId, ...ended })
    .onConflict((conflict) => conflict.column('orderId').doUpdateSet(ended))
    .execute();
}
