import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';

/** Drafts that were sent without their order, and drafts of which several orders stand. */
export async function draftProblems(ctx: Ctx): Promise<string[]> {
  const lost = await query(ctx)
    .selectFrom('DraftOrderRow as d')
    .leftJoin('OrderRow as o', (join) =>
      join.onRef('o.id', '=', 'd.orderId').onRef('o.draftId', '=', 'd.id'),
    )
    .select('d.id')
    .where('d.status', '=', 'SENT')
    .where('o.id', 'is', null)
    .execute();
  const doubled = await query(ctx)
    .selectFrom('OrderRow')
    .select((eb) => ['draftId', eb.fn.countAll<number>().as('orders')])
    .where('draftId', 'is not', null)
    .where('status', 'not in', [OrderStatus.CANCELLED, 'REJECTED'])
    .groupBy('draftId')
    .having(sql<boolean>`count(*) > 1`)
    .execute();
  return [
    ...lost.map(({ id }) => `draft ${id} was sent, and has no order`),
    ...doubled.map(({ draftId, orders }) => `draft ${draftId} stands for ${orders} orders`),
  ];
}
