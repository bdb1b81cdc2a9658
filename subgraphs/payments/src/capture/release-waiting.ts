import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { query } from '../tables.js';

/**
 * Gives up, in the running transaction, what orders wants returned of money that is only set aside:
 * it is not captured at all. Returns how much of `open` that is; the rest is about to be captured.
 * The caller has locked the order's row.
 */
export async function releaseWaiting(
  ctx: Ctx,
  { id, orderId, currency }: PaymentRow,
  open: number,
): Promise<number> {
  const requests = await query(ctx)
    .selectFrom('RefundRequestRow')
    .selectAll()
    .where('orderId', '=', orderId)
    .where('currency', '=', currency)
    .whereRef('placed', '<', 'amount')
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  let released = 0;
  for (const request of requests) {
    const part = Math.min(request.amount - request.placed, open - released);
    if (part <= 0) continue;
    await query(ctx)
      .updateTable('RefundRequestRow')
      .set((eb) => ({ placed: eb('placed', '+', part) }))
      .where('id', '=', request.id)
      .execute();
    released += part;
  }
  if (released > 0)
    await query(ctx)
      .updateTable('PaymentRow')
      .set({ releaseRequested: true, nextPollAt: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  return released;
}
