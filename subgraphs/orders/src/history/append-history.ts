import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { isPlaced } from '../order/order-expressions.js';
import { query } from '../tables.js';

/**
 * A step to remember. `seq` is the order's history_count after its increment in the same
 * transaction.
 */
export interface HistoryStep {
  orderId: string;
  seq: number;
  type: string;
  from?: string | null;
  to?: string | null;
  actor: string;
  note?: string | null;
}

/**
 * Adds the step to the order's history; the caller's UPDATE of the order holds its lock, so numbers
 * have no gaps.
 */
export async function appendHistory(ctx: Ctx, step: HistoryStep): Promise<void> {
  const { orderId, seq, type, from = null, to = null, actor, note = null } = step;
  await query(ctx)
    .insertInto('OrderHistoryRow')
    .values({ orderId, seq, type, fromStatus: from, toStatus: to, actor, note })
    .execute();
}

/**
 * Adds a remark that changes no status (refund seen, return asked for). False when there is no such
 * order.
 */
export async function remark(
  ctx: Ctx,
  orderId: string,
  type: string,
  actor: string,
  note: string | null,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query(ctx)
    .with('counted', (db) =>
      db
        .updateTable('OrderRow as o')
        .set((eb) => ({ historyCount: eb('o.historyCount', '+', 1) }))
        .where('o.id', '=', orderId)
        .where(isPlaced)
        .returning(['o.id', 'o.historyCount', 'o.status']),
    )
    .insertInto('OrderHistoryRow')
    .columns(['orderId', 'seq', 'fromStatus', 'toStatus', 'type', 'actor', 'note'])
    .expression((eb) =>
      eb
        .selectFrom('counted as c')
        .select(['c.id', 'c.historyCount', 'c.status as fromStatus', 'c.status as toStatus'])
        .select([
          sql<string>`${type}::text`.as('type'),
          sql<string>`${actor}::text`.as('actor'),
          sql<string>`${note}::text`.as('note'),
        ]),
    )
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) > 0;
}
