import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { OrderBulkJob } from './bulk-job.type.js';

/** How far a bulk change is, with the orders that failed; null when there is none. */
export async function findBulkJob(ctx: Ctx, id: string): Promise<OrderBulkJob | null> {
  const job = await query(ctx)
    .selectFrom('BulkJobRow')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!job) return null;
  const items = await query(ctx)
    .selectFrom('BulkItemRow')
    .selectAll()
    .where('jobId', '=', id)
    .orderBy('position')
    .execute();
  return {
    id,
    to: job.target,
    orderCount: job.total,
    createdAt: job.createdAt,
    doneCount: items.filter(({ status }) => status === 'DONE').length,
    isFinished: items.every(({ status }) => status !== 'WAITING'),
    failures: items
      .filter(({ status }) => status === 'FAILED')
      .map(({ orderId, code, message }) => ({ orderId, code: code!, message: message! })),
  };
}
