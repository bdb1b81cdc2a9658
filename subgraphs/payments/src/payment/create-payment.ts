import { setTimeout as sleep } from 'node:timers/promises';
import { recordedCall } from '@emporium/db/recorded-call';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKeyReused, invalidInput, type UserError } from '@emporium/graphql/user-errors';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { applyCharge } from './apply-charge.js';
import { attemptOf } from './attempt-of.js';
import { isOffline } from '../offline/open-offline.js';
import { findPayment } from './find-payment.js';
import {
  type Attempted,
  openPayment,
  type OpenedPayment,
  type PaymentCall,
} from './open-payment.js';
import { payableOrder, payerScope } from './payable-order.js';
import { preparePayment } from './prepare-payment.js';
import type { PaymentRow } from './payment.entity.js';
import { belowMinimum, declined, notAllowed } from './payment.errors.js';
import type { PaymentCreateArgs } from './payment.inputs.js';
import { PaymentStatus } from './payment-status.js';

/** Milliseconds within which the client has an answer, if only PENDING. */
const BUDGET_MS = 1_800;

/** What a use case on a payment returns; errors beside a payment tell what became of it. */
export interface PaymentAnswer {
  payment: PaymentRow;
  userErrors?: UserError[];
}

const argsSchema = z.object({
  orderId: z.string().min(1),
  method: z.string().min(1, 'Say how to pay.').max(200, 'This is no payment method.'),
  idempotencyKey,
});

/**
 * Charges what is left to pay of an order for its buyer. The attempt is written down before the provider is called; an
 * outcome that is not known within 2 s is answered as PENDING and asked for in the background.
 */
export async function createPayment(ctx: Ctx, args: PaymentCreateArgs): Promise<PaymentAnswer> {
  const deadline = Date.now() + BUDGET_MS;
  const { orderId, method, idempotencyKey: key } = checked(argsSchema, args);
  const scope = payerScope(ctx, orderId);
  const call: PaymentCall = {
    scope,
    operation: 'paymentCreate',
    key,
    request: { orderId, method },
  };
  const known = await recordedCall<Attempted>(ctx, call);
  const opened =
    known === undefined
      ? await openForOrder(ctx, call)
      : known === 'reused'
        ? known
        : { ...known, fresh: false };
  if (opened === 'reused') throw new Rejection(idempotencyKeyReused());
  if (opened === 'cancelled')
    throw new Rejection(notAllowed('The order was cancelled.', ['orderId']));
  if ('below' in opened) throw new Rejection(belowMinimum(opened.below));
  if ('blockedBy' in opened) return blocked(ctx, opened.blockedBy);
  if (opened.fresh) await charge(ctx, opened.paymentId, method, deadline);
  else if (!isOffline(method)) await awaitOutcome(ctx, opened.paymentId, deadline);
  const payment = await findPayment(ctx, opened.paymentId);
  return {
    payment,
    userErrors: payment.status === PaymentStatus.FAILED ? [declined(payment.failureCode)] : [],
  };
}

async function openForOrder(ctx: Ctx, call: PaymentCall): Promise<OpenedPayment> {
  const order = await payableOrder(ctx, call.request.orderId);
  const { method } = call.request;
  const { provider, settings } = ctx.services;
  const name = isOffline(method) ? method : 'card';
  if (!settings.methods.includes(name) || (name === 'card' && !provider.accepts(method)))
    throw new Rejection(invalidInput('This payment method is not known.', ['method']));
  return openPayment(ctx, call, order);
}

/** Another attempt is open or has succeeded: a second charge is out of the question. */
export async function blocked(ctx: Ctx, paymentId: string): Promise<PaymentAnswer> {
  const payment = await findPayment(ctx, paymentId);
  const open =
    payment.status === PaymentStatus.PENDING || payment.status === PaymentStatus.REQUIRES_ACTION;
  const message = open ? 'A payment of this order is under way.' : 'This order is paid.';
  return { payment, userErrors: [notAllowed(message, ['orderId'])] };
}

async function charge(
  ctx: Ctx,
  paymentId: string,
  method: string,
  deadline: number,
): Promise<void> {
  const payment = await findPayment(ctx, paymentId);
  const timeLeftMs = () => Math.max(300, deadline - Date.now() - 100);
  try {
    if (!(await preparePayment(ctx, payment, timeLeftMs()))) return;
    const answer = await ctx.services.provider.charge(
      { ...attemptOf(payment), method },
      timeLeftMs(),
    );
    await applyCharge(ctx, payment, answer);
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    // Not known is not failed: the attempt stays PENDING and settlePayments asks by its key.
    ctx.log.warn({ err: error, paymentId }, 'outcome of the payment unknown: will be asked for');
  }
}

async function awaitOutcome(ctx: Ctx, paymentId: string, deadline: number): Promise<void> {
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 200)) {
    if (
      (await findPayment(ctx, paymentId)).status !== PaymentStatus.PENDING ||
      Date.now() + pauseMs > deadline
    )
      return;
    await sleep(pauseMs);
  }
}
