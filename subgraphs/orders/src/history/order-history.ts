import { sqlRows } from '@emporium/db/sql';
import { connection, encodeCursor, pageRequest, type ForwardPageArgs } from '@emporium/graphql/paging';
import { badUserInput } from '@emporium/graphql/app-errors';
import type { Ctx } from '@emporium/platform/context';
import type { VisibleOrder } from '../order/order.entity.js';
import { shownActor } from './actor.js';
import type { OrderEvent } from './order-event.type.js';
import { OrderHistoryRow } from './order-history.entity.js';

/** A page of the order's history, oldest step first. Throws BAD_USER_INPUT for a bad page or foreign cursor. */
export async function orderHistory(ctx: Ctx, order: VisibleOrder, args: ForwardPageArgs) {
  const page = pageRequest(args, 'seq', 20);
  if (page.position && (page.position.id !== order.id || !Number.isInteger(page.position.value)))
    throw badUserInput('The cursor belongs to another order.');
  const rows = await ctx.em.find(
    OrderHistoryRow,
    { orderId: order.id, ...(page.position ? { seq: { $gt: Number(page.position.value) } } : {}) },
    { orderBy: { seq: 'asc' }, limit: page.size + 1, disableIdentityMap: true },
  );
  const seqs = new Map<OrderEvent, number>();
  const events = rows.map((row) => {
    const { at, type, fromStatus, toStatus, actor, note } = row;
    const event = { at, type, from: fromStatus, to: toStatus, actor: shownActor(actor, ctx.principal), note } as OrderEvent;
    seqs.set(event, row.seq);
    return event;
  });
  const result = connection(events, page, (event) => encodeCursor('seq', seqs.get(event)!, order.id));
  return {
    ...result,
    // Counted when the field is asked for.
    get totalCount() {
      return countHistory(ctx, order.id);
    },
  };
}

async function countHistory(ctx: Ctx, orderId: string): Promise<number> {
  const [row] = await sqlRows<{ history_count: number }>(ctx.em, `select history_count from orders.orders where id = ?`, [orderId]);
  return row?.history_count ?? 0;
}
