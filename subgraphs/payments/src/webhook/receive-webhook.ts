import { z } from 'zod';
import { PaymentRow } from '../payment/payment.entity.js';
import { settlePayment } from '../payment/settle-payment.js';
import type { Ctx } from '../payments-services.js';

const bodySchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(200),
  paymentRef: z.string().max(200),
  amount: z.number().int(),
  currency: z.string(),
});

/**
 * A signed message of the provider. It is only a reason to ask the provider itself, by our key: so it may come early, late, twice, or
 * claim what is not so. Returns the HTTP status.
 */
export async function receiveWebhook(ctx: Ctx, rawBody: Buffer): Promise<200 | 400> {
  const parsed = bodySchema.safeParse(readJson(rawBody));
  if (!parsed.success) return 400;
  const { paymentRef, amount, currency, id, type } = parsed.data;
  const payment = await ctx.em.findOne(
    PaymentRow,
    { provider: ctx.services.provider.name, providerRef: paymentRef },
    { disableIdentityMap: true },
  );
  const about = { webhookId: id, type, paymentRef };
  if (!payment) {
    ctx.log.warn(about, 'webhook about an unknown payment: ignored');
    return 200;
  }
  if (payment.amount !== amount || payment.currency !== currency) {
    ctx.log.error({ ...about, paymentId: payment.id, amount, currency }, 'webhook names another amount than was charged: ignored');
    return 200;
  }
  await settlePayment(ctx, payment.id).catch((error: unknown) =>
    ctx.log.warn({ err: error, ...about }, 'webhook not settled: the poll will'),
  );
  return 200;
}

function readJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
