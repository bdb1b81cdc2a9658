import type { Ctx } from '../context.js';
import { receiveDispute } from '../dispute/receive-dispute.js';
import { settlePayment } from '../payment/settle-payment.js';
import type { WebhookNotice } from '../provider/payment-provider.js';
import { query } from '../tables.js';

/**
 * Takes a genuine message of the provider. It is only a reason to ask the provider itself about our
 * attempt: so it may come early, late, twice, or claim what is not so.
 */
export async function receiveWebhook(
  ctx: Ctx,
  { id, type, paymentRef, amount, disputeRef }: WebhookNotice,
): Promise<void> {
  const payment = await query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'amount', 'currency'])
    .where('provider', '=', ctx.services.provider.name)
    .where('providerRef', '=', paymentRef)
    .executeTakeFirst();
  const about = { webhookId: id, type, paymentRef };
  if (!payment) return ctx.log.warn(about, 'webhook about an unknown payment: ignored');
  if (disputeRef !== undefined)
    return receiveDispute(ctx, payment.id, disputeRef).catch((error: unknown) => {
      // The provider repeats a message that was not taken.
      ctx.log.warn({ err: error, ...about }, 'dispute not asked for: the message will come again');
      throw error;
    });
  if (payment.amount !== amount.minor || payment.currency !== amount.currency)
    return ctx.log.error(
      { ...about, paymentId: payment.id, amount },
      'webhook names another amount than was charged: ignored',
    );
  await settlePayment(ctx, payment.id).catch((error: unknown) =>
    ctx.log.warn({ err: error, ...about }, 'webhook not settled: the poll will'),
  );
}
