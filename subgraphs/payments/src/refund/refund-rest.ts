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
  await query(ctx)
    .with('held', (db) =>
      db
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
          // What is captured in parts may have to go back in parts, too.
          sql<string>`'auto:' || ${eb.ref('p.id')} || case when ${eb.ref('p.captured')} < ${eb.ref('p.amount')} then ':' || ${eb.ref('p.captured')} else '' end`.as(
            'providerKey',
          ),
          sql<number>`(${eb.ref('p.captured')} - coalesce(sum(${eb.ref('r.amount')}), 0))::bigint`.as(
            'amount',
          ),
        ]),
    )
    .insertInto('RefundRow')
    .columns(['paymentId', 'amount', 'currency', 'id', 'reason', 'automatic', 'providerKey'])
    .expression((eb) =>
      eb
        .selectFrom('held as h')
        .where('h.amount', '>', 0)
        .select([
          'h.paymentId',
          'h.amount',
          'h.currency',
          sql<string>`${newId('ref')}::text`.as('id'),
          sql<string>`${reason}::text`.as('reason'),
          sql<boolean>`true`.as('automatic'),
          'h.providerKey',
        ]),
    )
    .onConflict((conflict) => conflict.column('providerKey').doNothing())
    .execute();
}
