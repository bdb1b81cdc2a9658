import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { OrderCancelled } from '@emporium/orders-events';
import { eventLines } from '../order/order-lines.js';
import { query } from '../tables.js';

/**
 * Ends the placement of an order for which nothing is held; the errors are the answer to its
 * idempotency key.
 */
export async function rejectOrder(
  ctx: Ctx,
  orderId: string,
  errors: readonly UserError[],
): Promise<void> {
  await query(ctx)
    .updateTable('OrderRow')
    .set({ status: 'REJECTED', rejection: [...errors], nextCheckAt: null })
    .where('id', '=', orderId)
    .where('status', '=', 'PLACING')
    .execute();
}

/**
 * Ends the placement of an order for which units are, or may be, held: ORDER_CANCELLED (ABANDONED)
 * makes catalog release them. It names no user and no number, since for everybody else the order
 * never was.
 */
export async function abandonOrder(
  ctx: Ctx,
  orderId: string,
  errors: readonly UserError[],
): Promise<void> {
  await inTransaction(ctx, async () => {
    const row = await query(ctx)
      .updateTable('OrderRow')
      .set((eb) => ({
        status: 'REJECTED',
        version: eb('version', '+', 1),
        rejection: [...errors],
        nextCheckAt: null,
      }))
      .where('id', '=', orderId)
      .where('status', '=', 'PLACING')
      .returning('version')
      .executeTakeFirst();
    if (!row) return;
    const lines = await eventLines(ctx, orderId);
    const data = {
      orderId,
      number: '',
      userId: null,
      version: row.version,
      lines,
      reason: 'ABANDONED',
      wasPaid: false,
    };
    ctx.emit(OrderCancelled, { key: orderId, version: row.version, data });
  });
}
