import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound, type UserError } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import type { PaymentAnswer } from '../payment/create-payment.js';
import { coveredOf } from '../payment/amounts-of-order.js';
import { findPayment } from '../payment/find-payment.js';
import { lockPayable } from '../payment/lock-payable.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentRefundArgs } from '../payment/payment.inputs.js';
import { PaymentStatus, REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';
import { sendRefund } from './send-refund.js';

const TIMEOUT_MS = 1_500;
const argsSchema = z.object({
  paymentId: z.string(),
  amount: z.object({
    minor: z.number().int().positive('A refund starts at 1 minor unit.'),
    currency: z.string(),
  }),
  reason: severalLines('The reason', 500)
    .transform((text) => text.trim())
    .nullish(),
  idempotencyKey,
});

/**
 * Returns money of a captured payment for staff; never more than was captured. The refund is sent
 * at once and, unanswered, by the job again.
 */
export async function refundPayment(ctx: Ctx, args: PaymentRefundArgs): Promise<PaymentAnswer> {
  const { paymentId, amount, reason, idempotencyKey: key } = checked(argsSchema, args);
  const payment = await query(ctx)
    .selectFrom('PaymentRow')
    .selectAll()
    .where('id', '=', paymentId)
    .executeTakeFirst();
  if (!payment) throw new Rejection(notFound('There is no such payment.', ['paymentId']));
  if (amount.currency !== payment.currency)
    throw new Rejection(
      invalidInput(`The payment is in ${payment.currency}.`, ['amount', 'currency']),
    );
  const call = {
    scope: `user:${ctx.principal.sub}`,
    operation: 'paymentRefund',
    key,
    request: { paymentId, amount, reason },
  };
  const { refundId, errors } = await once(ctx, call, () =>
    open(ctx, payment, amount.minor, reason ?? null),
  );
  if (refundId) await sendRefund(ctx, refundId, TIMEOUT_MS);
  return { payment: await findPayment(ctx, paymentId), userErrors: errors };
}

async function open(
  ctx: Ctx,
  { id, orderId }: PaymentRow,
  minor: number,
  reason: string | null,
): Promise<{ refundId: string | null; errors: UserError[] }> {
  const root = await lockPayable(ctx, orderId);
  const payment = await findPayment(ctx, id);
  const partly = payment.status === PaymentStatus.AUTHORIZED && payment.captured > 0;
  if (!partly && !REFUNDABLE_STATUSES.includes(payment.status))
    return {
      refundId: null,
      errors: [
        notAllowed(`A payment that is ${payment.status} cannot be refunded.`, ['paymentId']),
      ],
    };
  if (root?.total && !root.cancelled && (await coveredOf(ctx, orderId)) < root.total)
    return {
      refundId: null,
      errors: [
        notAllowed('The order is paid in part only: cancel it, and all of it goes back.', [
          'paymentId',
        ]),
      ],
    };
  const { returned } = await query(ctx)
    .selectFrom('RefundRow')
    .select((eb) => sql<number>`coalesce(sum(${eb.ref('amount')}), 0)::bigint`.as('returned'))
    .where('paymentId', '=', id)
    .where('status', '<>', 'FAILED')
    .executeTakeFirstOrThrow();
  const left = payment.captured - returned;
  if (minor > left)
    return {
      refundId: null,
      errors: [invalidInput(`At most ${left} minor units can be returned.`, ['amount', 'minor'])],
    };
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
