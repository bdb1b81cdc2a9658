import { inTransaction } from '@emporium/platform/in-transaction';
import { PaymentRefunded } from '@emporium/payments-events';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { lockPayable } from '../payment/lock-payable.js';
import { nextVersion } from '../payment/next-version.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { query } from '../tables.js';
import type { RefundRow } from './refund.entity.js';

/** Moves the money of a refund where that is ours to do; runs once, in the refund's transaction. */
type Effect = () => Promise<void>;

/**
 * Records what became of a pending refund, once: its payment, and PAYMENT_REFUNDED. False when it
 * had been recorded before.
 */
export async function recordRefund(
  ctx: Ctx,
  refund: RefundRow,
  payment: PaymentRow,
  result: { ref: string; status: 'succeeded' | 'failed' },
  effect: Effect = () => Promise.resolve(),
): Promise<boolean> {
  return inTransaction(ctx, async () => {
    await lockPayable(ctx, payment.orderId);
    const { numUpdatedRows } = await query(ctx)
      .updateTable('RefundRow')
      .set({
        status: result.status === 'succeeded' ? 'SUCCEEDED' : 'FAILED',
        providerRef: result.ref,
        nextTryAt: null,
      })
      .where('id', '=', refund.id)
      .where('status', '=', 'PENDING')
      .executeTakeFirstOrThrow();
    if (Number(numUpdatedRows) === 0) return false;
    if (result.status === 'failed') {
      ctx.log.error(
        { refundId: refund.id, paymentId: payment.id },
        'the provider refuses a refund: somebody has to look',
      );
      return true;
    }
    await effect();
    const after = await raiseRefunded(ctx, payment.id, refund.amount);
    const { orderId, provider, currency } = payment;
    const data = {
      paymentId: payment.id,
      orderId,
      provider,
      currency,
      amount: { minor: refund.amount, currency },
      refunded: { minor: after.refunded, currency },
      full: after.status === PaymentStatus.REFUNDED,
      requestId: refund.requestId,
    };
    ctx.emit(PaymentRefunded, { key: orderId, version: await nextVersion(ctx, orderId), data });
    return true;
  });
}

/** A payment that is still captured in parts stays AUTHORIZED. */
function raiseRefunded(ctx: Ctx, paymentId: string, minor: number) {
  return query(ctx)
    .updateTable('PaymentRow')
    .set((eb) => ({
      refunded: eb('refunded', '+', minor),
      status: eb
        .case()
        .when('status', '=', PaymentStatus.AUTHORIZED)
        .then(sql.lit(PaymentStatus.AUTHORIZED))
        .when(eb('refunded', '+', minor), '=', eb.ref('captured'))
        .then(sql.lit(PaymentStatus.REFUNDED))
        .else(sql.lit(PaymentStatus.PARTIALLY_REFUNDED))
        .end(),
    }))
    .where('id', '=', paymentId)
    .returning(['refunded', 'status'])
    .executeTakeFirstOrThrow();
}
