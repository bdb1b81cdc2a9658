import { counted } from '@emporium/graphql/counted';
import { keysetCursor } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  wrongCursor,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import type { VisibleOrder } from '../order/order.entity.js';
import { shownActor } from './actor.js';
import type { OrderEvent } from './order-event.type.js';
import { query } from '../tables.js';

/** Steps count up within an order, whose id is in the cursor. */
const ORDER = { name: 'seq' };

/**
 * A page of the order's history, oldest step first. Throws BAD_USER_INPUT for a bad page or foreign
 * cursor.
 */
export async function orderHistory(ctx: Ctx, order: VisibleOrder, args: ForwardPageArgs) {
  const page = pageRequest(args, ORDER.name, 20);
  if (
    page.position &&
    (page.position.id !== order.id || !Number.isSafeInteger(page.position.value))
  )
    throw wrongCursor();
  const rows = await query(ctx)
    .selectFrom('OrderHistoryRow')
    .selectAll()
    .where('orderId', '=', order.id)
    .where('seq', '>', sql<number>`${Number(page.position?.value ?? 0)}::bigint`)
    .orderBy('seq')
    .limit(page.size + 1)
    .execute();
  const seqs = new Map<OrderEvent, number>();
  const events = rows.map((row) => {
    const { at, type, fromStatus, toStatus, actor, note } = row;
    const event = {
      at,
      type,
      from: fromStatus,
      to: toStatus,
      actor: shownActor(actor, ctx.principal),
      note,
    } as OrderEvent;
    seqs.set(event, row.seq);
    return event;
  });
  const result = connection(events, page, (event) =>
    keysetCursor(ORDER, { id: order.id, sortValue: seqs.get(event)! }),
  );
  return counted(result, () => countHistory(ctx, order.id));
}

async function countHistory(ctx: Ctx, orderId: string): Promise<number> {
  const row = await query(ctx)
    .selectFrom('OrderRow')
    .select('historyCount')
    .where('id', '=', orderId)
    .executeTakeFirst();
  return row?.historyCount ?? 0;
}
