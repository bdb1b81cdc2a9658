import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { PaymentRow } from './payment.entity.js';

/** An attempt to pay; `pollInSeconds`: when its outcome is asked for first, null = never. */
export type NewAttempt = Pick<
  PaymentRow,
  'id' | 'orderId' | 'status' | 'amount' | 'currency' | 'provider' | 'kind' | 'captureLater'
> & { method?: string; giftCardId?: string; pollInSeconds: number | null };

/**
 * Writes an attempt down in the running transaction, with the next number of its order and the key
 * that is made of both. The caller has locked the order's row.
 */
export async function insertAttempt(ctx: Ctx, attempt: NewAttempt): Promise<PaymentRow> {
  const { pollInSeconds, orderId, ...fields } = attempt;
  const { last } = await query(ctx)
    .selectFrom('PaymentRow as p')
    .where('p.orderId', '=', orderId)
    .select((eb) => eb.fn.coalesce(eb.fn.max('p.attempt'), sql<number>`0`).as('last'))
    .executeTakeFirstOrThrow();
  const number = last + 1;
  const captured = attempt.status === 'CAPTURED';
  const { round } = await query(ctx)
    .selectFrom('Payable')
    .select('round')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  return query(ctx)
    .insertInto('PaymentRow')
    .values({
      ...fields,
      orderId,
      attempt: number,
      round,
      providerKey: `${orderId}:${number}`,
      ...(captured ? { captured: attempt.amount, capturedAt: sql<Date>`now()` } : {}),
      nextPollAt:
        pollInSeconds === null ? null : sql<Date>`now() + ${pollInSeconds} * interval '1 second'`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
