import type { Ctx } from '@emporium/platform/context';
import { sql, type Expression, type SqlBool } from 'kysely';
import { appendHistory } from '../history/append-history.js';
import { issueInvoice } from '../invoice/issue-invoice.js';
import { query } from '../tables.js';
import { eraseAddress } from './erase-address.js';
import { loadPlacedOrder } from './load-order.js';
import type { VisibleOrder } from './order.entity.js';
import { OrderStatus, statusesBefore } from './order-status.js';

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
  /** Further condition on the order `o`. */
  when?: Expression<SqlBool>;
}

/**
 * Moves an order along the state machine, guarded by its present status, and writes the history
 * row; undefined when the guard fails. An order that becomes PAID gets its invoice here. Of callers at once exactly one succeeds. Call it inside a
 * transaction and emit the event of the new version there.
 */
export async function changeStatus(
  ctx: Ctx,
  change: StatusChange,
): Promise<{ order: VisibleOrder; from: OrderStatus } | undefined> {
  const { orderId, to } = change;
  const from = change.from ?? statusesBefore(to);
  const moved = await query(ctx)
    .with('prior', (db) =>
      db
        .selectFrom('OrderRow as o')
        .select(['o.id', 'o.status'])
        .$narrowType<{ status: OrderStatus }>()
        .where('o.id', '=', orderId)
        .where('o.status', 'in', from)
        .$if(change.expectedVersion !== undefined, (prior) =>
          prior.where('o.version', '=', change.expectedVersion!),
        )
        .$if(change.when !== undefined, (prior) => prior.where(change.when!))
        .forUpdate(),
    )
    .updateTable('OrderRow as o')
    .from('prior')
    .set((eb) => ({
      status: to,
      version: eb('o.version', '+', 1),
      historyCount: eb('o.historyCount', '+', 1),
      ...(to === OrderStatus.PAID ? { paidAt: sql<Date>`now()`, invoiced: true } : {}),
      ...(to === OrderStatus.CANCELLED ? { cancelledAt: sql<Date>`now()` } : {}),
    }))
    .whereRef('o.id', '=', 'prior.id')
    .returning(['prior.status as before', 'o.historyCount as seq'])
    .executeTakeFirst();
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
  await eraseAddress(ctx, orderId);
  const order = await loadPlacedOrder(ctx, orderId);
  if (to === OrderStatus.PAID) await issueInvoice(ctx, order);
  return { order, from: moved.before };
}
