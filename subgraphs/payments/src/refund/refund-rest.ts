import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { PaymentStatus, REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';

/**
 * Orders, in the running transaction, that whatever is still held of an order's money goes back,
 * once per payment. The caller has locked the order's row. The job sends it.
 */
export async function refundRest(ctx: Ctx, orderId: string, reason: string): Promise<void> {
  const captured = await query(ctx)
    .selectFrom('PaymentRow as p')
    .leftJoin('RefundRow as r', (join) =>
      join.onRef('r.paymentId', '=', 'p.id').on('r.status', '<>', 'FAILED'),
    )
    .where('p.orderId', '=', orderId)
    .where('p.captured', '>', 0)
    .where('p.status', 'in', [PaymentStatus.AUTHORIZED, ...REFUNDABLE_STATUSES])
    .groupBy('p.id')
    .select((eb) => [
      'p.id as paymentId',
      'p.currency',
      'p.amount as asked',
      'p.captured',
      sql<number>`coalesce(sum(${eb.ref('r.amount')}), 0)::bigint`.as('returned'),
    ])
    .execute();
  const rows = captured
    .map((payment) => ({ ...payment, held: payment.captured - Number(payment.returned) }))
    .filter(({ held }) => held > 0)
    .map(({ paymentId, currency, asked, captured: taken, held }) => ({
      id: newId('ref'),
      paymentId,
      currency,
      amount: held,
      reason,
      automatic: true,
      // What is captured in parts may have to go back in parts, too.
      providerKey: `auto:${paymentId}${taken < asked ? `:${taken}` : ''}`,
    }));
  if (rows.length === 0) return;
  await query(ctx)
    .insertInto('RefundRow')
    .values(rows)
    .onConflict((conflict) => conflict.column('providerKey').doNothing())
    .execute();
}
