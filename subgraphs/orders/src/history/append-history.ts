import type { Ctx } from '@emporium/platform/context';
import { sqlRun } from '@emporium/db/sql';

/** A step to remember. `seq` is the order's history_count after its increment in the same transaction. */
export interface HistoryStep {
  orderId: string;
  seq: number;
  type: string;
  from?: string | null;
  to?: string | null;
  actor: string;
  note?: string | null;
}

/** Adds the step to the order's history; the caller's UPDATE of the order holds its lock, so numbers have no gaps. */
export async function appendHistory(ctx: Ctx, step: HistoryStep): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into orders.order_history (order_id, seq, type, from_status, to_status, actor, note) values (?, ?, ?, ?, ?, ?, ?)`,
    [step.orderId, step.seq, step.type, step.from ?? null, step.to ?? null, step.actor, step.note ?? null],
  );
}

/** Adds a remark that changes no status (refund seen, return asked for). False when there is no such order. */
export async function remark(ctx: Ctx, orderId: string, type: string, actor: string, note: string | null): Promise<boolean> {
  const changed = await sqlRun(
    ctx.em,
    `with counted as (
       update orders.orders set history_count = history_count + 1 where id = ? and status not in ('PLACING', 'REJECTED') returning id, history_count, status)
     insert into orders.order_history (order_id, seq, type, from_status, to_status, actor, note)
     select id, history_count, ?, status, status, ?, ? from counted`,
    [orderId, type, actor, note],
  );
  return changed > 0;
}
