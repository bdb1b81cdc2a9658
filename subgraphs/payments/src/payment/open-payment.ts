import type { IdempotentCall } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { recordCall, recordedCall } from '@emporium/db/recorded-call';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { isOffline, openOffline } from '../offline/open-offline.js';
import { claimBalance, lockOrder } from './claim-balance.js';
import { insertAttempt } from './insert-attempt.js';
import type { OrderToPay } from './order-to-pay.js';
import { PaymentStatus } from './payment-status.js';

/** A paymentCreate call. */
export interface PaymentCall extends IdempotentCall {
  request: { orderId: string; method: string };
}

/** What its key stands for; the answer is made from the payment's state. */
export interface Attempted {
  paymentId: string;
}

/**
 * Which payment answers the call; `fresh` = this call must charge. `blocked` = another attempt
 * could still end, or has ended, in money.
 */
export type OpenedPayment =
  | { paymentId: string; fresh: boolean }
  | { blockedBy: string }
  | { below: number }
  | 'reused'
  | 'cancelled';

/**
 * Seconds before the poll looks at an attempt for the first time: longer than its own call takes.
 */
const FIRST_POLL_SECONDS = 2;

/**
 * Writes the attempt down, before any call to the provider, together with its key. Attempts of one
 * order follow each other; each is for what the others leave to pay.
 */
export async function openPayment(
  ctx: Ctx,
  call: PaymentCall,
  order: OrderToPay,
): Promise<OpenedPayment> {
  return inTransaction(ctx, async () => {
    const cancelled = await lockOrder(ctx, order);
    const known = await recordedCall<Attempted>(ctx, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    if (cancelled) return 'cancelled';
    const { method } = call.request;
    const claimed = await claimBalance(ctx, order, method);
    if ('blockedBy' in claimed) return claimed;
    const offline = isOffline(method);
    const minimum = offline ? 0 : ctx.services.settings.cardMinimum(order.total.currency);
    if (claimed.due < minimum) return { below: minimum };
    const paymentId = offline
      ? await openOffline(ctx, order, claimed.due, method)
      : await openCharge(ctx, order, claimed.due);
    // The same key for another order, at the same moment: undo this attempt by leaving the
    // transaction with an error.
    if (!(await recordCall(ctx, call, { paymentId })))
      throw new Error('the idempotency key was taken at this moment');
    return { paymentId, fresh: !offline };
  });
}

async function openCharge(ctx: Ctx, order: OrderToPay, amount: number): Promise<string> {
  const { id } = await insertAttempt(ctx, {
    id: newId('pay'),
    orderId: order.id,
    status: PaymentStatus.PENDING,
    amount,
    currency: order.total.currency,
    provider: ctx.services.provider.name,
    kind: 'PROVIDER',
    captureLater: ctx.services.settings.captureLater,
    pollInSeconds: FIRST_POLL_SECONDS,
  });
  return id;
}
