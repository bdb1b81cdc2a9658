import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';

/**
 * Turns what orders asked to have returned into refunds, what the provider charged first, gift
 * cards last, as far as money is ours; the rest waits until what is set aside is captured. The caller has locked the order's row. The job
 * sends them.
 */
export async function placeRequestedRefunds(ctx: Ctx, orderId: string): Promise<void> {
  const requests = await query(ctx)
    .selectFrom('RefundRequestRow')
    .selectAll()
    .where('orderId', '=', orderId)
    .whereRef('placed', '<', 'amount')
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  for (const { id, amount, currency, reason, placed } of requests) {
    let rest = amount - placed;
    for (const { paymentId, held } of await heldOf(ctx, orderId, currency)) {
      const part = Math.min(held, rest);
      if (part <= 0) continue;
      const refundId = newId('ref');
      const refund = { paymentId, amount: part, currency, reason, automatic: true };
      await query(ctx)
        .insertInto('RefundRow')
        .values({ ...refund, id: refundId, providerKey: refundId, requestId: id })
        .execute();
      rest -= part;
    }
    await query(ctx)
      .updateTable('RefundRequestRow')
      .set({ placed: amount - rest })
      .where('id', '=', id)
      .execute();
    if (rest > 0)
      ctx.log.warn({ orderId, refundId: id, rest, currency }, 'more is asked back than is held');
  }
}

/** What is held of each payment and is not on its way back. */
async function heldOf(
  ctx: Ctx,
  orderId: string,
  currency: string,
): Promise<{ paymentId: string; held: number }[]> {
  return query(ctx)
    .selectFrom('PaymentRow as p')
    .leftJoin('RefundRow as r', (join) =>
      join.onRef('r.paymentId', '=', 'p.id').on('r.status', '<>', 'FAILED'),
    )
    .where('p.orderId', '=', orderId)
    .where('p.currency', '=', currency)
    .where('p.status', 'in', REFUNDABLE_STATUSES)
    .groupBy('p.id')
    .orderBy(sql`case p.kind when 'PROVIDER' then 1 when 'OFFLINE' then 2 else 3 end`)
    .orderBy('p.attempt')
    .select((eb) => [
      'p.id as paymentId',
      sql<number>`(${eb.ref('p.captured')} - coalesce(sum(${eb.ref('r.amount')}), 0))::bigint`.as(
        'held',
      ),
    ])
    .execute();
}
