import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCancelled } from '@emporium/orders/events';
import { sqlRows } from '@emporium/db/sql';
import type { z } from 'zod';
import type { Ctx } from '../payments-services.js';
import { refundRest } from './refund-rest.js';

/**
 * ORDER_CANCELLED: no further attempt is allowed, and captured money goes back. Money captured after this is refunded by the capture
 * itself, so it does not matter which of the two comes first; orders tells it again for late money all the same.
 */
export async function onOrderCancelled(ctx: Ctx, event: Envelope<z.infer<typeof OrderCancelled.schema>>): Promise<void> {
  const { orderId, userId } = event.data;
  await sqlRows(
    ctx.em,
    `insert into payments.payable (order_id, user_id, cancelled) values (?, ?, true)
     on conflict (order_id) do update set cancelled = true returning order_id`,
    [orderId, userId],
  );
  await refundRest(ctx, orderId, 'The order was cancelled.');
}
