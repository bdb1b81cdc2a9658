import type { UserError } from '@emporium/graphql/user-errors';
import { OrderCancelled } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { query } from '../tables.js';
import type { OrderEditRow } from './order-edit.entity.js';

/**
 * Ends a change that is not applied; the errors are the answer to its key. ORDER_CANCELLED
 * (ABANDONED) under the name of the change makes catalog let go what was held for it, or comes
 * first and keeps it from being held.
 */
export async function refuseEdit(
  ctx: Ctx,
  { id }: OrderEditRow,
  errors: readonly UserError[],
): Promise<void> {
  await inTransaction(ctx, async () => {
    const row = await query(ctx)
      .updateTable('OrderEditRow')
      .set({ status: 'REFUSED', rejection: [...errors], nextCheckAt: null, settled: true })
      .where('id', '=', id)
      .where('status', '=', 'OPEN')
      .returning('changes')
      .executeTakeFirst();
    // What adds no units has held none.
    if (!row?.changes.some(({ quantity }) => quantity)) return;
    const about = { orderId: id, number: '', userId: null, version: 1, lines: [] };
    ctx.emit(OrderCancelled, {
      key: id,
      version: 1,
      data: { ...about, reason: 'ABANDONED', wasPaid: false },
    });
  });
}
