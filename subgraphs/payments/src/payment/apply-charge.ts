import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { applyCaptured } from '../capture/apply-captured.js';
import type { Ctx } from '../context.js';
import type { Charge } from '../provider/payment-provider.js';
import { placeRequestedRefunds } from '../refund/place-requested-refunds.js';
import { refundRest } from '../refund/refund-rest.js';
import { returnSurplus } from '../refund/return-surplus.js';
import { query } from '../tables.js';
import { authorizePayment } from './authorize-payment.js';
import { findPayment } from './find-payment.js';
import { type LockedPayable, lockPayable } from './lock-payable.js';
import type { PaymentRow } from './payment.entity.js';
import { OPEN_STATUSES, PaymentStatus } from './payment-status.js';
import { PROVIDER_UNAVAILABLE } from './payment.errors.js';
import { tellCreated, tellFailed } from './tell-payment.js';

/**
 * Applies what the provider says about a charge; answers of calls, polls and webhooks all come
 * through here, in any order and any number. Only an open payment moves; the first final answer
 * stands. Captured money of an order that was cancelled is refunded in the same step, and what was
 * set aside for it is released.
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
    const root = (await lockPayable(ctx, payment.orderId))!;
    if (charge.status === 'requires_action') await requireAction(ctx, payment, charge);
    else if (payment.captureLater) await applyHeld(ctx, root, payment, charge);
    else if (charge.status === 'succeeded') await applySuccess(ctx, root, payment, charge);
    else await applyFailure(ctx, payment, charge);
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

/** What became of money that is only set aside. */
async function applyHeld(
  ctx: Ctx,
  root: LockedPayable,
  payment: PaymentRow,
  charge: Charge,
): Promise<void> {
  const { status, amount } = charge;
  if (status === 'authorized' || status === 'succeeded') {
    await authorizePayment(ctx, root, payment, charge);
    const captured = charge.captured ?? (status === 'succeeded' ? amount.minor : 0);
    return applyCaptured(ctx, root, payment.id, { captured, final: status === 'succeeded' });
  }
  const now = await findPayment(ctx, payment.id);
  if (now.status !== PaymentStatus.AUTHORIZED) return applyFailure(ctx, payment, charge);
  await applyCaptured(ctx, root, payment.id, { captured: now.captured, final: true });
}

async function applySuccess(
  ctx: Ctx,
  root: LockedPayable,
  payment: PaymentRow,
  charge: Charge,
): Promise<void> {
  const { numUpdatedRows } = await changePayment(ctx, payment.id)
    .set({
      ...settled(charge),
      status: PaymentStatus.CAPTURED,
      failureCode: null,
      captured: payment.amount,
      capturedAt: sql<Date>`now()`,
    })
    // Money that arrives although the attempt was believed to have failed is money all the same.
    .where('status', 'in', [...OPEN_STATUSES, PaymentStatus.FAILED])
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0) return;
  // First what goes back at once, so that orders hears of what stays.
  if (!root.cancelled) await returnSurplus(ctx, root, payment.id);
  await tellCreated(ctx, payment);
  if (root.cancelled)
    await refundRest(ctx, payment.orderId, 'The order was cancelled before the money arrived.');
  else await placeRequestedRefunds(ctx, payment.orderId);
}

async function applyFailure(ctx: Ctx, payment: PaymentRow, charge: Charge): Promise<void> {
  const failureCode =
    charge.status === 'abandoned' ? PROVIDER_UNAVAILABLE : (charge.failureCode ?? 'declined');
  const { numUpdatedRows } = await changePayment(ctx, payment.id)
    .set({ ...settled(charge), status: PaymentStatus.FAILED, failureCode })
    .where('status', 'in', OPEN_STATUSES)
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 1) await tellFailed(ctx, payment, failureCode);
}

const settled = ({ ref }: Charge) => ({
  clientSecret: null,
  nextPollAt: null,
  ...(ref ? { providerRef: ref } : {}),
});
