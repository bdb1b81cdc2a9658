import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { applyCharge } from './apply-charge.js';
import { attemptOf } from './attempt-of.js';
import type { PaymentRow } from './payment.entity.js';
import { PaymentStatus } from './payment-status.js';

/**
 * Announces the attempt to a provider that wants that, and stores its reference before any money
 * moves. False when there is nothing to charge: the provider refused, or the attempt was given up
 * in the meantime. Throws ProviderUnavailableError.
 */
export async function preparePayment(
  ctx: Ctx,
  payment: PaymentRow,
  timeoutMs: number,
): Promise<boolean> {
  const { provider } = ctx.services;
  if (!provider.prepare) return true;
  const attempt = attemptOf(payment);
  const prepared = await provider.prepare(attempt, timeoutMs);
  if ('failureCode' in prepared) {
    await applyCharge(ctx, payment, {
      ...attempt,
      ref: '',
      status: 'declined',
      failureCode: prepared.failureCode,
    });
    return false;
  }
  const { numUpdatedRows } = await query(ctx)
    .updateTable('PaymentRow')
    .set({ providerRef: prepared.ref })
    .where('id', '=', payment.id)
    .where('status', '=', PaymentStatus.PENDING)
    .executeTakeFirstOrThrow();
  payment.providerRef = prepared.ref;
  return Number(numUpdatedRows) === 1;
}
