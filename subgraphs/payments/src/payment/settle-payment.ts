import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import type { Charge } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { applyCharge } from './apply-charge.js';
import { findPayment } from './find-payment.js';
import { attemptOf } from './attempt-of.js';
import type { PaymentRow } from './payment.entity.js';
import { OPEN_STATUSES, PaymentStatus } from './payment-status.js';

/**
 * Seconds after which an attempt that the provider has never heard of is given up: far longer than
 * its call was allowed to take.
 */
const GIVE_UP_SECONDS = 5;
const TIMEOUT_MS = 3_000;

/**
 * Asks the provider by the attempt's own key what became of it, and applies the answer; never
 * charges under a new key. An attempt that never reached the provider, or whose order was cancelled
 * before the money moved, is abandoned there first, so that a call still on its way cannot charge.
 * Throws ProviderUnavailableError when there is no answer.
 */
export async function settlePayment(ctx: Ctx, paymentId: string): Promise<void> {
  const payment = await findPayment(ctx, paymentId);
  const charge = await ctx.services.provider.find(attemptOf(payment), TIMEOUT_MS);
  const answer = await orAbandoned(ctx, payment, charge);
  if (answer) await applyCharge(ctx, payment, answer);
}

async function orAbandoned(
  ctx: Ctx,
  payment: PaymentRow,
  charge: Charge | null,
): Promise<Charge | null> {
  if (!OPEN_STATUSES.includes(payment.status)) return charge;
  if (payment.status === PaymentStatus.AUTHORIZED) return orReleased(ctx, payment, charge);
  const lost = !charge && (await olderThan(ctx, payment.id, GIVE_UP_SECONDS));
  const unwanted =
    charge?.status === 'requires_action' && (await isCancelled(ctx, payment.orderId));
  if (!lost && !unwanted) return charge;
  return ctx.services.provider.abandon(attemptOf(payment), TIMEOUT_MS);
}

/** Gives up what is set aside, but not while a capture of it may be on its way. */
async function orReleased(
  ctx: Ctx,
  payment: PaymentRow,
  charge: Charge | null,
): Promise<Charge | null> {
  if (!payment.releaseRequested || charge?.status !== 'authorized') return charge;
  const pending = await query(ctx)
    .selectFrom('CaptureRow')
    .select('id')
    .where('paymentId', '=', payment.id)
    .where('status', '=', 'PENDING')
    .executeTakeFirst();
  return pending ? null : ctx.services.provider.abandon(attemptOf(payment), TIMEOUT_MS);
}

async function olderThan(ctx: Ctx, paymentId: string, seconds: number): Promise<boolean> {
  const old = await query(ctx)
    .selectFrom('PaymentRow')
    .select('id')
    .where('id', '=', paymentId)
    .where('createdAt', '<', sql<Date>`now() - ${seconds} * interval '1 second'`)
    .executeTakeFirst();
  return old !== undefined;
}

async function isCancelled(ctx: Ctx, orderId: string): Promise<boolean> {
  const payable = await query(ctx)
    .selectFrom('Payable')
    .select('cancelled')
    .where('orderId', '=', orderId)
    .executeTakeFirst();
  return payable?.cancelled ?? false;
}
