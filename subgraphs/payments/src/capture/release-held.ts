import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { query } from '../tables.js';

/**
 * Orders, in the running transaction, that what is set aside for an order and not captured becomes
 * free; the job asks the provider. Returns for how many payments. The caller has locked the order's
 * row.
 */
export async function releaseHeld(ctx: Ctx, orderId: string, paymentId?: string): Promise<number> {
  const { numUpdatedRows } = await query(ctx)
    .updateTable('PaymentRow')
    .set({ releaseRequested: true, nextPollAt: sql<Date>`now()` })
    .where('orderId', '=', orderId)
    .where('kind', '=', 'PROVIDER')
    .where('status', '=', PaymentStatus.AUTHORIZED)
    .$if(paymentId !== undefined, (one) => one.where('id', '=', paymentId!))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
