import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { PaymentCreated, PaymentFailed } from '@emporium/payments-events';
import type { Ctx } from '../context.js';
import type { Charge } from '../provider/payment-provider.js';
import { refundRest } from '../refund/refund-rest.js';
import { query } from '../tables.js';
import { lockPayable } from './lock-payable.js';
import type { PaymentRow } from './payment.entity.js';
import { OPEN_STATUSES, PaymentStatus } from './payment-status.js';
import { PROVIDER_UNAVAILABLE } from './payment.errors.js';

/**
 * Applies what the provider says about a charge; answers of calls, polls and webhooks all come
 * through here, in any order and any number. Only an open payment moves; the first final answer
 * stands. Captured money of an order that was cancelled is refunded in the same step.
 */
export async function applyCharge(ctx: Ctx, payment: PaymentRow, charge: Charge): Promise<void> {
  if (
    charge.amount.minor !== payment.amount ||
    charge.amount.currency !== payment.currency ||
    charge.orderRef !== payment.orderId
  ) {
    ctx.log.error(
      { paymentId: payment.id, charge: { ...charge, clientSecret: undefined } },
      'the provider tells of another charge than was asked for: ignored',
    );
    return;
  }
  if (charge.status === 'processing') {
    await changePayment(ctx, payment.id)
      .set({ providerRef: charge.ref })
      .where('providerRef', 'is', null)
      .execute();
    return;
  }
  await inTransaction(ctx, async () => {
    const root = await lockPayable(ctx, payment.orderId);
    if (charge.status === 'requires_action') return requireAction(ctx, payment, charge);
    const captured = charge.status === 'succeeded';
    const failureCode =
      charge.status === 'abandoned' ? PROVIDER_UNAVAILABLE : (charge.failureCode ?? 'declined');
    const moved = await move(
      ctx,
      payment,
      charge,
      captured ? PaymentStatus.CAPTURED : PaymentStatus.FAILED,
      captured ? null : failureCode,
    );
    if (!moved) return;
    const version = root!.version + 1;
    await query(ctx)
      .updateTable('Payable')
      .set({ version })
      .where('orderId', '=', payment.orderId)
      .execute();
    const { id: paymentId, orderId, provider, currency } = payment;
    const data = {
      paymentId,
      orderId,
      provider,
      currency,
      amount: { minor: payment.amount, currency },
    };
    if (captured) ctx.emit(PaymentCreated, { key: orderId, version, data });
    else ctx.emit(PaymentFailed, { key: orderId, version, data: { ...data, failureCode } });
    if (captured && root!.cancelled)
      await refundRest(ctx, orderId, 'The order was cancelled before the money arrived.');
  });
}

const changePayment = (ctx: Ctx, id: string) =>
  query(ctx).updateTable('PaymentRow').where('id', '=', id);

async function requireAction(ctx: Ctx, payment: PaymentRow, charge: Charge): Promise<void> {
  await changePayment(ctx, payment.id)
    .set({
      status: PaymentStatus.REQUIRES_ACTION,
      providerRef: charge.ref,
      clientSecret: charge.clientSecret ?? null,
    })
    .where('status', '=', PaymentStatus.PENDING)
    .execute();
}

async function move(
  ctx: Ctx,
  payment: PaymentRow,
  charge: Charge,
  to: PaymentStatus,
  failureCode: string | null,
): Promise<boolean> {
  // Money that arrives although the attempt was believed to have failed is money all the same.
  const from =
    to === PaymentStatus.CAPTURED ? [...OPEN_STATUSES, PaymentStatus.FAILED] : OPEN_STATUSES;
  const { numUpdatedRows } = await changePayment(ctx, payment.id)
    .set({
      status: to,
      failureCode,
      clientSecret: null,
      nextPollAt: null,
      ...(charge.ref ? { providerRef: charge.ref } : {}),
      ...(to === PaymentStatus.CAPTURED ? { capturedAt: sql<Date>`now()` } : {}),
    })
    .where('status', 'in', from)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}
