import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { appendHistory } from '../history/append-history.js';
import { OrderRow, type VisibleOrder } from './order.entity.js';
import { statusesBefore, type OrderStatus } from './order-status.js';

/** A step along the state machine. */
export interface StatusChange {
  orderId: string;
  to: OrderStatus;
  actor: string;
  /** Type of the history row; default the new status. */
  type?: string;
  note?: string | null;
  /** Narrows the statuses it may start from. */
  from?: readonly OrderStatus[];
  /** Only an order that still has this version. */
  expectedVersion?: number;
  /** Further SQL condition on the order `o`. */
  when?: { sql: string; params: unknown[] };
}

/**
 * Moves an order along the state machine, guarded by its present status, and writes the history row; undefined when the guard fails.
 * Of callers at once exactly one succeeds. Call it inside a transaction and emit the event of the new version there.
 */
export async function changeStatus(ctx: Ctx, change: StatusChange): Promise<{ order: VisibleOrder; from: OrderStatus } | undefined> {
  const { orderId, to } = change;
  const from = change.from ?? statusesBefore(to);
  const [moved] = await sqlRows<{ before: OrderStatus; seq: number }>(
    ctx.em,
    `with prior as (
       select o.id, o.status from orders.orders o
       where o.id = ? and o.status in (${from.map(() => '?').join(', ')})
       ${change.expectedVersion === undefined ? '' : 'and o.version = ?'} ${change.when ? `and ${change.when.sql}` : ''}
       for update)
     update orders.orders o set status = ?, version = o.version + 1, history_count = o.history_count + 1,
       paid_at = case when ? = 'PAID' then now() else o.paid_at end,
       cancelled_at = case when ? = 'CANCELLED' then now() else o.cancelled_at end
     from prior where o.id = prior.id
     returning prior.status as before, o.history_count as seq`,
    [
      orderId,
      ...from,
      ...(change.expectedVersion === undefined ? [] : [change.expectedVersion]),
      ...(change.when?.params ?? []),
      to,
      to,
      to,
    ],
  );
  if (!moved) return undefined;
  await appendHistory(ctx, {
    orderId,
    seq: moved.seq,
    type: change.type ?? to,
    from: moved.before,
    to,
    actor: change.actor,
    note: change.note,
  });
  const order = (await ctx.em.findOneOrFail(OrderRow, { id: orderId }, { disableIdentityMap: true })) as VisibleOrder;
  return { order, from: moved.before };
}
