import { sqlRows, sqlRun } from '@emporium/db/sql';
import { inTransaction } from '@emporium/platform/in-transaction';
import { PaymentRefunded } from '../events.js';
import { findPayment } from '../payment/find-payment.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import type { Ctx } from '../payments-services.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { RefundRow } from './refund.entity.js';

/**
 * Sends a pending refund to the provider and records the outcome. Repeats are harmless: the provider knows the key. False when the
 * provider gave no answer in `timeoutMs`; the job tries again.
 */
export async function sendRefund(ctx: Ctx, refundId: string, timeoutMs: number): Promise<boolean> {
  const refund = await ctx.em.findOneOrFail(RefundRow, { id: refundId }, { disableIdentityMap: true });
  if (refund.status !== 'PENDING') return true;
  const payment = await findPayment(ctx, refund.paymentId);
  const { providerKey: key, amount: minor, currency } = refund;
  try {
    const result = await ctx.services.provider.refund({ key, ref: payment.providerRef ?? '', amount: { minor, currency } }, timeoutMs);
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
    await sqlRows(ctx.em, `select version from payments.payable where order_id = ? for update`, [payment.orderId]);
    const changed = await sqlRun(
      ctx.em,
      `update payments.refund set status = ?, provider_ref = ?, next_try_at = null where id = ? and status = 'PENDING'`,
      [result.status.toUpperCase(), result.ref, refund.id],
    );
    if (changed === 0) return;
    if (result.status === 'failed')
      return ctx.log.error({ refundId: refund.id, paymentId: payment.id }, 'the provider refuses a refund: somebody has to look');
    const [after] = await sqlRows<{ refunded: string; status: string }>(
      ctx.em,
      `update payments.payment set refunded = refunded + ?, status = case when refunded + ? = amount then 'REFUNDED' else 'PARTIALLY_REFUNDED' end
       where id = ? returning refunded, status`,
      [refund.amount, refund.amount, payment.id],
    );
    const [root] = await sqlRows<{ version: number }>(
      ctx.em,
      `update payments.payable set version = version + 1 where order_id = ? returning version`,
      [payment.orderId],
    );
    const { orderId, provider, currency } = payment;
    ctx.emit(PaymentRefunded, {
      key: orderId,
      version: root!.version,
      data: {
        paymentId: payment.id,
        orderId,
        provider,
        currency,
        amount: { minor: refund.amount, currency },
        refunded: { minor: Number(after!.refunded), currency },
        full: after!.status === 'REFUNDED',
      },
    });
  });
}
