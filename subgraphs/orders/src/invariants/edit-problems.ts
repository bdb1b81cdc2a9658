import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { payableOf } from '../order/amount-due.js';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/**
 * Where an order was made dearer or cheaper by something else than its changes, is covered by less
 * than it cost when it was paid or by more than it comes to, or returns other sums than its refunds
 * say.
 */
export async function editProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await read(ctx, range);
  return rows.flatMap((row) => {
    const say = (what: string) => `order ${row.id} ${what}`;
    const first = row.total - row.editedBy;
    const isPaid = row.paidAt !== null && row.status !== OrderStatus.CANCELLED;
    return [
      ...(row.editedBy === row.changed
        ? []
        : [say(`was changed by ${row.editedBy}, its changes say ${row.changed}`)]),
      ...(row.editRefunded === row.returned
        ? []
        : [
            say(`returned ${row.editRefunded} because of changes, its refunds say ${row.returned}`),
          ]),
      ...(isPaid && (row.covered < first || row.covered > payableOf(row))
        ? [
            say(
              `cost ${first} when it was paid and comes to ${payableOf(row)}, covered are ${row.covered}`,
            ),
          ]
        : []),
      ...(isPaid && row.covered === payableOf(row) && row.unsettled > 0
        ? [say(`owes nothing and has ${row.unsettled} changes that are not settled`)]
        : []),
      ...(row.applied === row.remarked
        ? []
        : [say(`has ${row.applied} changes, its history tells of ${row.remarked}`)]),
    ];
  });
}

const read = (ctx: Ctx, range: Range) =>
  query(ctx)
    .selectFrom('OrderRow as o')
    .where(within(range))
    .select((eb) => {
      const edits = eb
        .selectFrom('OrderEditRow as e')
        .whereRef('e.orderId', '=', 'o.id')
        .where('e.status', '=', 'APPLIED');
      return [
        'o.id',
        'o.status',
        'o.total',
        'o.paidAt',
        'o.covered',
        'o.editedBy',
        'o.editRefunded',
        edits
          .select((e) => sql<number>`coalesce(sum(${e.ref('e.difference')}), 0)::bigint`.as('sum'))
          .$asScalar()
          .$notNull()
          .as('changed'),
        edits
          .select((e) => e.fn.countAll<number>().as('count'))
          .$asScalar()
          .$notNull()
          .as('applied'),
        edits
          .where('e.settled', '=', false)
          .select((e) => e.fn.countAll<number>().as('count'))
          .$asScalar()
          .$notNull()
          .as('unsettled'),
        eb
          .selectFrom('OrderHistoryRow as h')
          .whereRef('h.orderId', '=', 'o.id')
          .where('h.type', '=', 'ORDER_EDITED')
          .select((h) => h.fn.countAll<number>().as('count'))
          .$asScalar()
          .$notNull()
          .as('remarked'),
        eb
          .selectFrom('OrderRefundRow as r')
          .whereRef('r.orderId', '=', 'o.id')
          .where('r.reason', 'in', ['EDITED', 'OVERPAID'])
          .select((r) => sql<number>`coalesce(sum(${r.ref('r.amount')}), 0)::bigint`.as('sum'))
          .$asScalar()
          .$notNull()
          .as('returned'),
      ];
    })
    .execute();

/** Changes that are still open long after they should have been given up. */
export async function stuckEdits(ctx: Ctx): Promise<string[]> {
  const stuck = await query(ctx)
    .selectFrom('OrderEditRow')
    .select(['id', 'orderId'])
    .where('status', '=', 'OPEN')
    .where('giveUpAt', '<', sql<Date>`now() - interval '1 minute'`)
    .execute();
  return stuck.map(({ id, orderId }) => `change ${id} of order ${orderId} is still OPEN`);
}
