import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { PaymentRefunded } from '@emporium/payments-events';
import type { Ctx } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { lockPayable } from '../payment/lock-payable.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import type { RefundRow } from './refund.entity.js';

/**
 * Sends a pending refund to the provider and records the outcome. Repeats are harmless: the
 * provider knows the key. False when the provider gave no answer in `timeoutMs`; the job tries
 * again.
 */
export async function sendRefund(ctx: Ctx, refundId: string, timeoutMs: number): Promise<boolean> {
  const refund = await query(ctx)
    .selectFrom('RefundRow')
    .selectAll()
    .where('id', '=', refundId)
    .executeTakeFirstOrThrow();
  if (refund.status !== 'PENDING') return true;
  const payment = await findPayment(ctx, refund.paymentId);
  const { providerKey: key, amount: minor, currency } = refund;
  try {
    const result = await ctx.services.provider.refund(
      { key, ref: payment.providerRef ?? '', amount: { minor, currency } },
      timeoutMs,
    );
    await record(ctx, refund, payment, result);
    return true;
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    ctx.log.warn({ err: error, refundId }, 'refund not answered: will be sent again');
    return false;
  }
}

async function record(
  ctx: Ctx,
  refund: RefundRow,
  payment: PaymentRow,
  result: { ref: string; status: 'succeeded' | 'failed' },
): Promise<void> {
  await inTransaction(ctx, async () => {
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
    if (Number(numUpdatedRows) === 0) return;
    if (result.status === 'failed')
      return ctx.log.error(
        { refundId: refund.id, paymentId: payment.id },
        'the provider refuses a refund: somebody has to look',
      );
    const after = await query(ctx)
      .updateTable('PaymentRow')
      .set((eb) => ({
        refunded: eb('refunded', '+', refund.amount),
        status: eb
          .case()
          .when(eb('refunded', '+', refund.amount), '=', eb.ref('amount'))
          .then(sql.lit(PaymentStatus.REFUNDED))
          .else(sql.lit(PaymentStatus.PARTIALLY_REFUNDED))
          .end(),
      }))
      .where('id', '=', payment.id)
      .returning(['refunded', 'status'])
      .executeTakeFirstOrThrow();
    const root = await query(ctx)
      .updateTable('Payable')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('orderId', '=', payment.orderId)
      .returning('version')
      .executeTakeFirstOrThrow();
    const { orderId, provider, currency } = payment;
    ctx.emit(PaymentRefunded, {
      key: orderId,
      version: root.version,
      data: {
        paymentId: payment.id,
        orderId,
        provider,
        currency,
        amount: { minor: refund.amount, currency },
        refunded: { minor: after.refunded, currency },
        full: after.status === PaymentStatus.REFUNDED,
      },
    });
  });
}
