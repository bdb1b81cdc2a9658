import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { attemptOf } from '../payment/attempt-of.js';
import { findPayment } from '../payment/find-payment.js';
import { lockPayable } from '../payment/lock-payable.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { applyCaptured } from './apply-captured.js';

/**
 * Sends a pending capture to the provider and records the outcome. Repeats are harmless: the
 * provider knows the key. False when the provider gave no answer in `timeoutMs`; the job tries
 * again.
 */
export async function sendCapture(
  ctx: Ctx,
  captureId: string,
  timeoutMs: number,
): Promise<boolean> {
  const capture = await query(ctx)
    .selectFrom('CaptureRow')
    .selectAll()
    .where('id', '=', captureId)
    .executeTakeFirstOrThrow();
  if (capture.status !== 'PENDING') return true;
  const payment = await findPayment(ctx, capture.paymentId);
  const { provider } = ctx.services;
  const { providerKey: key, amount: minor } = capture;
  const whole = payment.captured + minor >= payment.amount;
  try {
    const { status, captured } = await provider.capture(
      {
        key,
        attempt: attemptOf(payment),
        amount: { minor, currency: payment.currency },
        final: !provider.capturesParts || whole,
      },
      timeoutMs,
    );
    await inTransaction(ctx, async () => {
      const root = (await lockPayable(ctx, payment.orderId))!;
      const succeeded = status === 'succeeded';
      const { numUpdatedRows } = await query(ctx)
        .updateTable('CaptureRow')
        .set({ status: succeeded ? 'SUCCEEDED' : 'FAILED', nextTryAt: null })
        .where('id', '=', captureId)
        .where('status', '=', 'PENDING')
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) === 0) return;
      if (succeeded)
        return applyCaptured(ctx, root, payment.id, { captured, final: !provider.capturesParts });
      ctx.log.error({ captureId, paymentId: payment.id }, 'the provider refuses a capture');
      // What became of the money that was set aside, the provider tells.
      await query(ctx)
        .updateTable('PaymentRow')
        .set({ nextPollAt: sql<Date>`now()` })
        .where('id', '=', payment.id)
        .execute();
    });
    return true;
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    ctx.log.warn({ err: error, captureId }, 'capture not answered: will be sent again');
    return false;
  }
}
