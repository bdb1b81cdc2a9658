import { requestHash } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../payments-services.js';
import type { OrderToPay } from './order-to-pay.js';

/** A paymentCreate call as its key is remembered; the answer is made from the payment's state. */
export interface PaymentCall {
  scope: string;
  key: string;
  request: { orderId: string; method: string };
}

/** Which payment answers the call; `fresh` = this call must charge. `blocked` = another attempt could still end, or has ended, in money. */
export type OpenedPayment = { paymentId: string; fresh: boolean } | { blockedBy: string } | 'reused' | 'cancelled';

const OPERATION = 'paymentCreate';
/** Seconds before the poll looks at an attempt for the first time: longer than its own call takes. */
const FIRST_POLL_SECONDS = 2;

/** The payment that the key stands for, `reused` when the key was used with another input, undefined for a new key. */
export async function paymentOfKey(ctx: Ctx, call: PaymentCall): Promise<{ paymentId: string } | 'reused' | undefined> {
  const [row] = await sqlRows<{ request_hash: string; response: { paymentId: string } }>(
    ctx.em,
    `select request_hash, response from payments.idempotency where scope = ? and operation = ? and key = ?`,
    [call.scope, OPERATION, call.key],
  );
  if (!row) return undefined;
  return row.request_hash === requestHash(call.request) ? { paymentId: row.response.paymentId } : 'reused';
}

/** Writes the attempt down, before any call to the provider, together with its key. Attempts of one order follow each other. */
export async function openPayment(ctx: Ctx, call: PaymentCall, order: OrderToPay): Promise<OpenedPayment> {
  return inTransaction(ctx, async () => {
    const [payable] = await sqlRows<{ cancelled: boolean }>(
      ctx.em,
      `insert into payments.payable (order_id, user_id) values (?, ?)
       on conflict (order_id) do update set user_id = coalesce(excluded.user_id, payable.user_id) returning cancelled`,
      [order.id, order.customer?.id ?? null],
    );
    const known = await paymentOfKey(ctx, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    if (payable!.cancelled) return 'cancelled';
    const [live] = await sqlRows<{ id: string }>(
      ctx.em,
      `select id from payments.payment where order_id = ? and status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED')`,
      [order.id],
    );
    if (live) return { blockedBy: live.id };
    const paymentId = newId('pay');
    await sqlRun(
      ctx.em,
      `insert into payments.payment (id, order_id, attempt, status, amount, currency, provider, provider_key, next_poll_at)
       select ?, ?, n, 'PENDING', ?, ?, ?, ? || ':' || n, now() + interval '${FIRST_POLL_SECONDS} seconds'
       from (select coalesce(max(attempt), 0) + 1 as n from payments.payment where order_id = ?) as next`,
      [paymentId, order.id, order.total.minor, order.total.currency, ctx.services.provider.name, order.id, order.id],
    );
    const added = await sqlRun(
      ctx.em,
      `insert into payments.idempotency (scope, operation, key, request_hash, response) values (?, ?, ?, ?, ?::jsonb) on conflict do nothing`,
      [call.scope, OPERATION, call.key, requestHash(call.request), JSON.stringify({ paymentId })],
    );
    // The same key for another order, at the same moment: undo this attempt by leaving the transaction with an error.
    if (added === 0) throw new Error('the idempotency key was taken at this moment');
    return { paymentId, fresh: true };
  });
}
