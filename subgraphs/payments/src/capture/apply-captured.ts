import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import type { LockedPayable } from '../payment/lock-payable.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { tellCaptured, tellVoided } from '../payment/tell-payment.js';
import { placeRequestedRefunds } from '../refund/place-requested-refunds.js';
import { refundRest } from '../refund/refund-rest.js';
import { query } from '../tables.js';

/**
 * Records, in the running transaction, that so much of an authorised payment was captured in all;
 * `final`: nothing more will be, the rest is free. Repeats, and answers that come out of order,
 * change nothing. The caller has locked the order's row. Captured money of a cancelled order goes
 * back in the same step.
 */
export async function applyCaptured(
  ctx: Ctx,
  root: LockedPayable,
  paymentId: string,
  { captured: told, final }: { captured: number; final: boolean },
): Promise<void> {
  const payment = await findPayment(ctx, paymentId);
  if (payment.status !== PaymentStatus.AUTHORIZED) return;
  const captured = Math.min(payment.amount, Math.max(payment.captured, told));
  const step = captured - payment.captured;
  const done = final || captured === payment.amount;
  if (step === 0 && !done) return;
  await query(ctx)
    .updateTable('PaymentRow')
    .set({
      captured,
      ...(payment.capturedAt || captured === 0 ? {} : { capturedAt: sql<Date>`now()` }),
      ...(done
        ? {
            status: statusOf(captured, payment.refunded),
            authorizationExpiresAt: null,
            releaseRequested: false,
            nextPollAt: null,
          }
        : {}),
    })
    .where('id', '=', paymentId)
    .execute();
  if (step > 0) await tellCaptured(ctx, payment, { minor: step, captured, final: done });
  if (done && captured < payment.amount)
    await tellVoided(
      ctx,
      payment,
      payment.amount - captured,
      payment.releaseRequested || captured > 0 ? 'RELEASED' : 'LAPSED',
    );
  if (root.cancelled)
    await refundRest(ctx, payment.orderId, 'The order was cancelled before the money was taken.');
  else if (done) await placeRequestedRefunds(ctx, payment.orderId);
}

function statusOf(captured: number, refunded: number): PaymentStatus {
  if (captured === 0) return PaymentStatus.VOIDED;
  if (refunded === 0) return PaymentStatus.CAPTURED;
  return refunded === captured ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
}
