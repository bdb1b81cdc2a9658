import {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentCreated,
  PaymentFailed,
  PaymentVoided,
} from '@emporium/payments-events';
import type { Ctx } from '../context.js';
import { coveredOf } from './amounts-of-order.js';
import { nextVersion } from './next-version.js';
import type { PaymentRow } from './payment.entity.js';

type Told = Pick<PaymentRow, 'id' | 'orderId' | 'provider' | 'currency' | 'amount'>;

const about = ({ id: paymentId, orderId, provider, currency }: Told) => ({
  paymentId,
  orderId,
  provider,
  currency,
});
const amountOf = ({ amount: minor, currency }: Told) => ({ minor, currency });
const covered = async (ctx: Ctx, { orderId, currency }: Told) => ({
  minor: await coveredOf(ctx, orderId),
  currency,
});

/** Tells that the whole of a payment was captured at once. */
export async function tellCreated(ctx: Ctx, payment: Told): Promise<void> {
  const version = await nextVersion(ctx, payment.orderId);
  const data = {
    ...about(payment),
    amount: amountOf(payment),
    covered: await covered(ctx, payment),
  };
  ctx.emit(PaymentCreated, { key: payment.orderId, version, data });
}

/** Tells that the money is set aside, or promised by a method that is paid later. */
export async function tellAuthorized(
  ctx: Ctx,
  payment: Told,
  authorizationExpiresAt: Date | null,
): Promise<void> {
  const version = await nextVersion(ctx, payment.orderId);
  const data = {
    ...about(payment),
    amount: amountOf(payment),
    covered: await covered(ctx, payment),
    authorizationExpiresAt: authorizationExpiresAt?.toISOString() ?? null,
  };
  ctx.emit(PaymentAuthorized, { key: payment.orderId, version, data });
}

/** Tells that money which was set aside was taken. */
export async function tellCaptured(
  ctx: Ctx,
  payment: Told,
  step: { minor: number; captured: number; final: boolean },
): Promise<void> {
  const version = await nextVersion(ctx, payment.orderId);
  const { currency } = payment;
  const data = {
    ...about(payment),
    amount: { minor: step.minor, currency },
    captured: { minor: step.captured, currency },
    final: step.final,
  };
  ctx.emit(PaymentCaptured, { key: payment.orderId, version, data });
}

/** Tells that an attempt failed for good. */
export async function tellFailed(ctx: Ctx, payment: Told, failureCode: string): Promise<void> {
  const version = await nextVersion(ctx, payment.orderId);
  const data = { ...about(payment), amount: amountOf(payment), failureCode };
  ctx.emit(PaymentFailed, { key: payment.orderId, version, data });
}

/** Tells that money which was set aside, or awaited, is given up: `minor` of it. */
export async function tellVoided(
  ctx: Ctx,
  payment: Told,
  minor: number,
  reason: 'RELEASED' | 'LAPSED',
): Promise<void> {
  const version = await nextVersion(ctx, payment.orderId);
  const data = { ...about(payment), amount: { minor, currency: payment.currency }, reason };
  ctx.emit(PaymentVoided, { key: payment.orderId, version, data });
}
