import { refundToGiftCard } from '../gift-card/refund-to-gift-card.js';
import type { Ctx } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { recordRefund } from './record-refund.js';

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
  if (payment.kind === 'GIFT_CARD') {
    await refundToGiftCard(ctx, refund, payment);
    return true;
  }
  // What came without a provider is given back by a person, who says so.
  if (payment.kind === 'OFFLINE') return true;
  const { providerKey: key, amount: minor, currency } = refund;
  try {
    const result = await ctx.services.provider.refund(
      { key, ref: payment.providerRef ?? '', amount: { minor, currency } },
      timeoutMs,
    );
    await recordRefund(ctx, refund, payment, result);
    return true;
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    ctx.log.warn({ err: error, refundId }, 'refund not answered: will be sent again');
    return false;
  }
}
