import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';

/** I6: what orders asked to have returned was returned, as far as money of the order is held. */
export async function requestedRefunds(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('RefundRequestRow as q')
    .select((eb) => [
      'q.id',
      sql<number>`${eb.ref('q.amount')} - ${eb.ref('q.placed')}`.as('open'),
      eb
        .selectFrom('PaymentRow as p')
        .whereRef('p.orderId', '=', 'q.orderId')
        .whereRef('p.currency', '=', 'q.currency')
        .where('p.status', 'in', REFUNDABLE_STATUSES)
        .select((p) =>
          sql<number>`coalesce(sum(${p.ref('p.captured')} - (${p
            .selectFrom('RefundRow as r')
            .whereRef('r.paymentId', '=', 'p.id')
            .where('r.status', '<>', 'FAILED')
            .select((r) =>
              sql<number>`coalesce(sum(${r.ref('r.amount')}), 0)`.as('back'),
            )})), 0)::bigint`.as('held'),
        )
        .$asScalar()
        .as('held'),
    ])
    .where('q.orderId', '>', after)
    .where('q.orderId', '<=', upTo)
    .whereRef('q.placed', '<', 'q.amount')
    .execute();
  return rows
    .filter(({ held }) => Number(held) > 0)
    .map(
      ({ id, open, held }) =>
        `${Math.min(Number(open), Number(held))} of refund ${id} are held and were not returned`,
    );
}
