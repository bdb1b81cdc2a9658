import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** I6 among the payments of a range of orders. */
export async function returnProblems(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow as p')
    .where('p.orderId', '>', after)
    .where('p.orderId', '<=', upTo)
    .select((eb) => [
      'p.id',
      'p.captured',
      'p.refunded',
      'p.status',
      eb
        .selectFrom('RefundRow as r')
        .select((r) => sql<number>`coalesce(sum(${r.ref('r.amount')}), 0)::bigint`.as('sum'))
        .whereRef('r.paymentId', '=', 'p.id')
        .where('r.status', '=', 'SUCCEEDED')
        .as('returned'),
      eb
        .selectFrom('CaptureRow as c')
        .select((c) => sql<number>`coalesce(sum(${c.ref('c.amount')}), 0)::bigint`.as('sum'))
        .whereRef('c.paymentId', '=', 'p.id')
        .where('c.status', '=', 'SUCCEEDED')
        .as('taken'),
    ])
    .execute();
  return rows.flatMap(({ id, status, captured, refunded, returned, taken }) => [
    ...(refunded !== returned || refunded > captured
      ? [`payment ${id} has refunded ${refunded}, refunds say ${returned}`]
      : []),
    // What was captured past us (by hand at the provider) has no row: so it may be more, never less.
    ...((taken ?? 0) > captured
      ? [`payment ${id} has captured ${captured}, captures say ${taken}`]
      : []),
    ...(status === 'CAPTURED' && captured === 0 ? [`payment ${id} is CAPTURED with nothing`] : []),
  ]);
}
