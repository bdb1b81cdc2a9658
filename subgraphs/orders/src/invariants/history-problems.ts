import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { transitions } from '../order/order-status.js';
import { isPlaced } from '../order/order-expressions.js';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/**
 * Where the history of an order has a step that the state machine does not allow, has a gap, or
 * ends at another status than the order.
 */
export async function historyProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const checks = [illegalSteps, gaps, otherEnds, brokenChains];
  const found: string[] = [];
  for (const check of checks) found.push(...(await check(ctx, range)));
  return found;
}

async function illegalSteps(ctx: Ctx, range: Range): Promise<string[]> {
  const legal = Object.entries(transitions).flatMap(([from, next]) =>
    next.map((to) => sql`(${from}::text, ${to}::text)`),
  );
  const rows = await query(ctx)
    .selectFrom('OrderHistoryRow as h')
    .select(['h.orderId', 'h.fromStatus', 'h.toStatus'])
    .where('h.orderId', '>', range.after)
    .where('h.orderId', '<=', range.upTo)
    .where('h.fromStatus', 'is not', null)
    .whereRef('h.fromStatus', '<>', 'h.toStatus')
    .where(
      (eb) =>
        sql<boolean>`(${eb.ref('h.fromStatus')}, ${eb.ref('h.toStatus')}) not in (${sql.join(legal)})`,
    )
    .execute();
  return rows.map((row) => `order ${row.orderId} went from ${row.fromStatus} to ${row.toStatus}`);
}

async function gaps(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .leftJoin('OrderHistoryRow as h', 'h.orderId', 'o.id')
    .where(within(range))
    .where(isPlaced)
    .groupBy('o.id')
    .select((eb) => [
      'o.id',
      'o.historyCount',
      eb.fn.count<number>('h.seq').as('rows'),
      eb.fn.max('h.seq').as('last'),
    ])
    .having((eb) =>
      eb.or([
        eb(eb.fn.count<number>('h.seq'), '<>', eb.ref('o.historyCount')),
        eb(eb.fn.coalesce(eb.fn.max('h.seq'), sql<number>`0`), '<>', eb.ref('o.historyCount')),
      ]),
    )
    .execute();
  return rows.map(
    (row) =>
      `order ${row.id} has ${row.rows} history rows up to ${row.last ?? 'none'}, counted ${row.historyCount}`,
  );
}

async function otherEnds(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .innerJoin('OrderHistoryRow as h', (join) =>
      join.onRef('h.orderId', '=', 'o.id').onRef('h.seq', '=', 'o.historyCount'),
    )
    .where(within(range))
    .where(isPlaced)
    .whereRef('h.toStatus', '<>', 'o.status')
    .select(['o.id', 'o.status', 'h.toStatus'])
    .execute();
  return rows.map((row) => `order ${row.id} is ${row.status}, its history ends at ${row.toStatus}`);
}

async function brokenChains(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderHistoryRow as h')
    .innerJoin('OrderHistoryRow as b', (join) =>
      join.onRef('b.orderId', '=', 'h.orderId').on((eb) => eb('b.seq', '=', eb('h.seq', '-', 1))),
    )
    .where('h.orderId', '>', range.after)
    .where('h.orderId', '<=', range.upTo)
    .whereRef('h.fromStatus', '<>', 'b.toStatus')
    .select(['h.orderId', 'h.fromStatus', 'b.toStatus as before'])
    .execute();
  return rows.map(
    (row) => `order ${row.orderId} continues from ${row.fromStatus} after ${row.before}`,
  );
}
