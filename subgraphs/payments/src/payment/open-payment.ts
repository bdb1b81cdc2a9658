import type { IdempotentCall } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { recordCall, recordedCall } from '@emporium/db/recorded-call';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { OrderToPay } from './order-to-pay.js';
import { OPEN_STATUSES, PaymentStatus, REFUNDABLE_STATUSES } from './payment-status.js';

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
  { paymentId: string; fresh: boolean } | { blockedBy: string } | 'reused' | 'cancelled';

/**
 * Seconds before the poll looks at an attempt for the first time: longer than its own call takes.
 */
const FIRST_POLL_SECONDS = 2;

/**
 * Writes the attempt down, before any call to the provider, together with its key. Attempts of one
 * order follow each other.
 */
export async function openPayment(
  ctx: Ctx,
  call: PaymentCall,
  order: OrderToPay,
): Promise<OpenedPayment> {
  return inTransaction(ctx, async () => {
    const payable = await query(ctx)
      .insertInto('Payable')
      .values({ orderId: order.id, userId: order.customer?.id ?? null })
      .onConflict((conflict) =>
        conflict
          .column('orderId')
          .doUpdateSet((eb) => ({ userId: eb.fn.coalesce('excluded.userId', 'Payable.userId') })),
      )
      .returning('cancelled')
      .executeTakeFirstOrThrow();
    const known = await recordedCall<Attempted>(ctx, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    if (payable.cancelled) return 'cancelled';
    const live = await query(ctx)
      .selectFrom('PaymentRow')
      .select('id')
      .where('orderId', '=', order.id)
      .where('status', 'in', [...OPEN_STATUSES, ...REFUNDABLE_STATUSES])
      .executeTakeFirst();
    if (live) return { blockedBy: live.id };
    const paymentId = newId('pay');
    await insertAttempt(ctx, paymentId, order);
    // The same key for another order, at the same moment: undo this attempt by leaving the
    // transaction with an error.
    if (!(await recordCall(ctx, call, { paymentId })))
      throw new Error('the idempotency key was taken at this moment');
    return { paymentId, fresh: true };
  });
}

async function insertAttempt(ctx: Ctx, paymentId: string, order: OrderToPay): Promise<void> {
  const { minor, currency } = order.total;
  await query(ctx)
    .with('next', (db) =>
      db
        .selectFrom('PaymentRow as p')
        .where('p.orderId', '=', order.id)
        .select((eb) =>
          eb(eb.fn.coalesce(eb.fn.max('p.attempt'), sql<number>`0`), '+', 1).as('attempt'),
        ),
    )
    .insertInto('PaymentRow')
    .columns([
      'id',
      'orderId',
      'attempt',
      'status',
      'amount',
      'currency',
      'provider',
      'providerKey',
      'nextPollAt',
    ])
    .expression((eb) =>
      eb
        .selectFrom('next as n')
        .select((next) => [
          sql<string>`${paymentId}::text`.as('id'),
          sql<string>`${order.id}::text`.as('orderId'),
          'n.attempt',
          sql<PaymentStatus>`${PaymentStatus.PENDING}::text`.as('status'),
          sql<number>`${minor}::bigint`.as('amount'),
          sql<string>`${currency}::text`.as('currency'),
          sql<string>`${ctx.services.provider.name}::text`.as('provider'),
          sql<string>`${order.id}::text || ':' || ${next.ref('n.attempt')}`.as('providerKey'),
          sql<Date>`now() + ${FIRST_POLL_SECONDS} * interval '1 second'`.as('nextPollAt'),
        ]),
    )
    .execute();
}
