import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { isPlaced } from '../order/order-expressions.js';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/**
 * Series whose numbers have a gap or do not end at what was counted. That none is double is a unique
 * key of the table; asked here, too, so that a restored database without it is noticed.
 */
export async function seriesProblems(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('InvoiceRow as i')
    .fullJoin('InvoiceSeries as s', (join) =>
      join.onRef('s.kind', '=', 'i.kind').onRef('s.year', '=', 'i.year'),
    )
    .groupBy([sql`coalesce(s.kind, i.kind)`, sql`coalesce(s.year, i.year)`])
    .select((eb) => [
      sql<string>`coalesce(s.kind, i.kind)`.as('kind'),
      sql<number>`coalesce(s.year, i.year)`.as('year'),
      eb.fn.count<number>('i.seq').as('issued'),
      eb.fn.count<number>('i.seq').distinct().as('different'),
      sql<number>`coalesce(max(s.last), 0)`.as('counted'),
      sql<number>`coalesce(max(i.seq), 0)`.as('last'),
    ])
    .execute();
  return rows
    .filter(
      ({ issued, different, counted, last }) =>
        Number(issued) !== last || Number(different) !== last || counted !== last,
    )
    .map(
      (row) =>
        `${row.kind} ${row.year}: ${row.issued} documents with ${row.different} numbers up to ${row.last}, counted ${row.counted}`,
    );
}

/**
 * Paid orders without exactly one invoice over their total then, and one over what changes made
 * dearer since, and orders of which more was credited than their invoices charge.
 */
export async function invoiceProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .leftJoin('InvoiceRow as i', 'i.orderId', 'o.id')
    .where(within(range))
    .where(isPlaced)
    .groupBy('o.id')
    .select((eb) => [
      'o.id',
      'o.total',
      'o.invoiced',
      'o.paidAt',
      'o.editedBy',
      'o.editRefunded',
      'o.covered',
      sql<number>`count(i.id) filter (where i.kind = 'INVOICE' and i.source like 'order:%')::integer`.as(
        'invoices',
      ),
      sql<number>`coalesce(sum(i.total) filter (where i.source like 'order:%'), 0)::bigint`.as(
        'first',
      ),
      eb
        .selectFrom('OrderRefundRow as r')
        .whereRef('r.orderId', '=', 'o.id')
        .where('r.reason', '=', 'OVERPAID')
        .select((r) => sql<number>`coalesce(sum(${r.ref('r.amount')}), 0)::bigint`.as('sum'))
        .$asScalar()
        .$notNull()
        .as('overpaid'),
      sql<number>`coalesce(sum(i.total) filter (where i.kind = 'INVOICE'), 0)::bigint`.as(
        'charged',
      ),
      sql<number>`coalesce(sum(i.total) filter (where i.kind = 'CREDIT_NOTE'), 0)::bigint`.as(
        'credited',
      ),
    ])
    .execute();
  return rows.flatMap((row) => {
    const invoices = Number(row.invoices);
    // What was paid before there were invoices gets its own by a job.
    const expected = row.paidAt && row.invoiced ? 1 : 0;
    if (invoices !== expected) return [`order ${row.id} has ${invoices} invoices, not ${expected}`];
    const total = row.total - row.editedBy;
    if (invoices === 1 && row.first !== total)
      return [`order ${row.id} has total ${total}, its invoice ${row.first}`];
    // What changes made dearer is invoiced as soon as nothing is due.
    const isSettled = row.covered === row.total + row.editRefunded;
    if (invoices === 1 && isSettled && row.charged !== row.covered - row.overpaid)
      return [
        `order ${row.id} is covered by ${row.covered - row.overpaid}, its invoices say ${row.charged}`,
      ];
    return row.credited > row.charged
      ? [`order ${row.id} is invoiced ${row.charged} and credited ${row.credited}`]
      : [];
  });
}
