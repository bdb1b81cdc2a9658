import type { UserError } from '@emporium/graphql/user-errors';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { OrderCancelled } from '../events.js';
import { eventLines } from '../order/order-lines.js';

/** Ends the placement of an order for which nothing is held; the errors are the answer to its idempotency key. */
export async function rejectOrder(ctx: Ctx, orderId: string, errors: readonly UserError[]): Promise<void> {
  await sqlRun(
    ctx.em,
    `update orders.orders set status = 'REJECTED', rejection = ?::jsonb, next_check_at = null where id = ? and status = 'PLACING'`,
    [JSON.stringify(errors), orderId],
  );
}

/**
 * Ends the placement of an order for which pieces are, or may be, held: ORDER_CANCELLED (ABANDONED) makes catalog release them. It names
 * no user and no number, since for everybody else the order never was.
 */
export async function abandonOrder(ctx: Ctx, orderId: string, errors: readonly UserError[]): Promise<void> {
  await inTransaction(ctx, async () => {
    const [row] = await sqlRows<{ version: number }>(
      ctx.em,
      `update orders.orders set status = 'REJECTED', version = version + 1, rejection = ?::jsonb, next_check_at = null
       where id = ? and status = 'PLACING' returning version`,
      [JSON.stringify(errors), orderId],
    );
    if (!row) return;
    const lines = await eventLines(ctx.em, orderId);
    const data = { orderId, number: '', userId: null, version: row.version, lines, reason: 'ABANDONED', wasPaid: false };
    ctx.emit(OrderCancelled, { key: orderId, version: row.version, data });
  });
}
