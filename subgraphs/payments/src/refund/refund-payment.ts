import { idempotent } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { parseInput } from '@emporium/graphql/parse-input';
import { idempotencyKeyReused, invalidInput, notFound, type UserError } from '@emporium/graphql/user-errors';
import { sql } from 'kysely';
import { z } from 'zod';
import type { PaymentResult } from '../payment/create-payment.js';
import { findPayment } from '../payment/find-payment.js';
import { lockPayable } from '../payment/lock-payable.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentRefundArgs } from '../payment/payment.inputs.js';
import { REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import type { Ctx } from '../payments-services.js';
import { query } from '../tables.js';
import { sendRefund } from './send-refund.js';

const TIMEOUT_MS = 1_500;
const argsSchema = z.object({
  paymentId: z.string(),
  amount: z.object({ minor: z.number().int().positive('A refund starts at 1 minor unit.'), currency: z.string() }),
  reason: z.string().trim().max(500, 'At most 500 characters.').nullish(),
  idempotencyKey,
});

/** Returns money of a captured payment for staff; never more than was captured. The refund is sent at once and, unanswered, by the job again. */
export async function refundPayment(ctx: Ctx, args: PaymentRefundArgs): Promise<PaymentResult> {
  const parsed = parseInput(argsSchema, args);
  if (parsed.errors) return { userErrors: parsed.errors };
  const { paymentId, amount, reason, idempotencyKey: key } = parsed.value;
  const payment = await query(ctx).selectFrom('PaymentRow').selectAll().where('id', '=', paymentId).executeTakeFirst();
  if (!payment) return { userErrors: [notFound('There is no such payment.', ['paymentId'])] };
  if (amount.currency !== payment.currency)
    return { userErrors: [invalidInput(`The payment is in ${payment.currency}.`, ['amount', 'currency'])] };
  const call = { scope: `user:${ctx.principal.sub}`, operation: 'paymentRefund', key, request: { paymentId, amount, reason } };
  const result = await idempotent(ctx.em, call, () => open(ctx, payment, amount.minor, reason ?? null));
  if (result.outcome === 'reused') return { userErrors: [idempotencyKeyReused()] };
  const { refundId, errors } = result.response;
  if (refundId) await sendRefund(ctx, refundId, TIMEOUT_MS);
  return { payment: await findPayment(ctx, paymentId), userErrors: errors };
}

async function open(
  ctx: Ctx,
  { id, orderId }: PaymentRow,
  minor: number,
  reason: string | null,
): Promise<{ refundId: string | null; errors: UserError[] }> {
  await lockPayable(ctx, orderId);
  const payment = await findPayment(ctx, id);
  if (!REFUNDABLE_STATUSES.includes(payment.status))
    return { refundId: null, errors: [notAllowed(`A payment that is ${payment.status} cannot be refunded.`, ['paymentId'])] };
  const { returned } = await query(ctx)
    .selectFrom('RefundRow')
    .select((eb) => sql<number>`coalesce(sum(${eb.ref('amount')}), 0)::bigint`.as('returned'))
    .where('paymentId', '=', id)
    .where('status', '<>', 'FAILED')
    .executeTakeFirstOrThrow();
  const left = payment.amount - returned;
  if (minor > left) return { refundId: null, errors: [invalidInput(`At most ${left} minor units can be returned.`, ['amount', 'minor'])] };
  const refundId = newId('ref');
  await query(ctx)
    .insertInto('RefundRow')
    .values({
      id: refundId,
      paymentId: id,
      amount: minor,
      currency: payment.currency,
      reason,
      automatic: false,
      providerKey: refundId,
      nextTryAt: sql<Date>`now() + interval '3 seconds'`,
    })
    .execute();
  return { refundId, errors: [] };
}
