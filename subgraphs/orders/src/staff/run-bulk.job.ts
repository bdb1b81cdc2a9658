import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { findOrder } from '../order/load-order.js';
import type { OrderStatus } from '../order/order-status.js';
import { moveOrder } from '../order/transition-order.js';
import { query } from '../tables.js';

/** Orders of one run: a slow one delays no other job for long. */
const BATCH = 50;

/**
 * Changes the orders of bulk changes, each in a transaction with its own mark, so that a crash
 * repeats nothing and two replicas share the work.
 */
export const runBulk: Job = {
  name: 'run-bulk',
  everyMs: 1_000,
  run: async (ctx) => {
    for (let n = 0; n < BATCH; n++) if (!(await changeNext(ctx))) return;
  },
};

async function changeNext(ctx: Ctx): Promise<boolean> {
  return inTransaction(ctx, async () => {
    const item = await query(ctx)
      .selectFrom('BulkItemRow as i')
      .innerJoin('BulkJobRow as j', 'j.id', 'i.jobId')
      .select(['i.jobId', 'i.position', 'i.orderId', 'j.target', 'j.actor'])
      .where('i.status', '=', 'WAITING')
      .orderBy('i.jobId')
      .orderBy('i.position')
      .limit(1)
      .forUpdate('i')
      .skipLocked()
      .executeTakeFirst();
    if (!item) return false;
    const { jobId, position, orderId, target, actor } = item;
    const error = await change(ctx, orderId, target as OrderStatus, actor);
    await query(ctx)
      .updateTable('BulkItemRow')
      .set({
        status: error ? 'FAILED' : 'DONE',
        code: error?.code ?? null,
        message: error?.message ?? null,
      })
      .where('jobId', '=', jobId)
      .where('position', '=', position)
      .execute();
    return true;
  });
}

async function change(
  ctx: Ctx,
  orderId: string,
  to: OrderStatus,
  actor: string,
): Promise<{ code: string; message: string } | undefined> {
  const order = await findOrder(ctx, orderId);
  // Whoever repeats a bulk change because he saw no answer asks for what is.
  if (order?.status === to) return undefined;
  try {
    await moveOrder(ctx, { orderId, to, expectedVersion: order?.version ?? 0, actor });
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.errors[0];
    throw error;
  }
}
