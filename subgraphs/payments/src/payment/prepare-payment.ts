import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '../payments-services.js';
import { applyCharge } from './apply-charge.js';
import { attemptOf } from './attempt-of.js';
import type { PaymentRow } from './payment.entity.js';

/**
 * Announces the attempt to a provider that wants that, and stores its reference before any money moves. False when there is nothing to
 * charge: the provider refused, or the attempt was given up in the meantime. Throws ProviderUnavailableError.
 */
export async function preparePayment(ctx: Ctx, payment: PaymentRow, timeoutMs: number): Promise<boolean> {
  const { provider } = ctx.services;
  if (!provider.prepare) return true;
  const attempt = attemptOf(payment);
  const prepared = await provider.prepare(attempt, timeoutMs);
  if ('failureCode' in prepared) {
    await applyCharge(ctx, payment, { ...attempt, ref: '', status: 'declined', failureCode: prepared.failureCode });
    return false;
  }
  const stored = await sqlRun(ctx.em, `update payments.payment set provider_ref = ? where id = ? and status = 'PENDING'`, [
    prepared.ref,
    payment.id,
  ]);
  payment.providerRef = prepared.ref;
  return stored === 1;
}
