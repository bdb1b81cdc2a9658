import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/** What changes on one order line. */
export interface LineChange {
  orderLineId: string;
  fulfilled?: number;
  cancelled?: number;
  returned?: number;
  refundedUnits?: number;
  refunded?: number;
}

type Row = Required<LineChange>;

/**
 * Adds to the counters of order lines in one statement. The caller has locked the order and checked
 * the limits; the table refuses what is beyond them all the same.
 */
export async function addToLines(ctx: Ctx, changes: readonly LineChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(
    ({
      orderLineId,
      fulfilled = 0,
      cancelled = 0,
      returned = 0,
      refundedUnits = 0,
      refunded = 0,
    }) =>
      sql`(${orderLineId}, ${fulfilled}::integer, ${cancelled}::integer, ${returned}::integer, ${refundedUnits}::integer, ${refunded}::bigint)`,
  );
  const names = sql`v (order_line_id, fulfilled, cancelled, returned, refunded_units, refunded)`;
  await query(ctx)
    .updateTable('OrderLineRow as l')
    .from(sql<Row>`(values ${sql.join(rows)})`.as<'v'>(names))
    .set((eb) => ({
      fulfilledQuantity: eb('l.fulfilledQuantity', '+', eb.ref('v.fulfilled')),
      cancelledQuantity: eb('l.cancelledQuantity', '+', eb.ref('v.cancelled')),
      returnedQuantity: eb('l.returnedQuantity', '+', eb.ref('v.returned')),
      refundedQuantity: eb('l.refundedQuantity', '+', eb.ref('v.refundedUnits')),
      refunded: eb('l.refunded', '+', eb.ref('v.refunded')),
    }))
    .whereRef('l.id', '=', 'v.orderLineId')
    .execute();
}
