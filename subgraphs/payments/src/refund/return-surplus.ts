import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { coveredOf } from '../payment/amounts-of-order.js';
import { findPayment } from '../payment/find-payment.js';
import type { LockedPayable } from '../payment/lock-payable.js';
import { query } from '../tables.js';

/**
 * Gives back, in the running transaction, what a payment brought beyond what the order costs: an
 * attempt that was believed to have failed, a transfer that came after the buyer had paid by card.
 * The caller has locked the order's row.
 */
export async function returnSurplus(
  ctx: Ctx,
  root: LockedPayable,
  paymentId: string,
): Promise<void> {
  if (root.total === null) return;
  const payment = await findPayment(ctx, paymentId);
  const surplus = Math.min((await coveredOf(ctx, payment.orderId)) - root.total, payment.amount);
  if (surplus <= 0) return;
  ctx.log.warn(
    { paymentId, orderId: payment.orderId, surplus },
    'more was paid than the order costs',
  );
  const changed = query(ctx).updateTable('PaymentRow').where('id', '=', paymentId);
  if (payment.captured === 0)
    return void (await changed
      .set({ releaseRequested: true, nextPollAt: sql<Date>`now()` })
      .execute());
  await query(ctx)
    .insertInto('RefundRow')
    .values({
      id: newId('ref'),
      paymentId,
      amount: surplus,
      currency: payment.currency,
      reason: 'More was paid than the order costs.',
      automatic: true,
      providerKey: `auto:${paymentId}:surplus`,
      nextTryAt: sql<Date>`now()`,
    })
    .onConflict((conflict) => conflict.column('providerKey').doNothing())
    .execute();
}
