import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import type { OrderBulkJob } from './bulk-job.type.js';
import { findBulkJob } from './find-bulk-job.js';
import type { OrderBulkTransitionArgs } from './staff.inputs.js';

const MAX_ORDERS = 500;
const argsSchema = z.object({
  ids: z
    .array(z.string().max(100, 'This is no id of an order.'))
    .min(1, 'Name at least one order.')
    .max(MAX_ORDERS, `At most ${MAX_ORDERS} orders.`)
    .refine((ids) => new Set(ids).size === ids.length, 'Name each order once.'),
  to: z.enum(OrderStatus),
  idempotencyKey,
});

/** Writes a bulk change down, once per key; the job does it. */
export async function startBulk(ctx: Ctx, args: OrderBulkTransitionArgs): Promise<OrderBulkJob> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { jobId } = await once(
    ctx,
    { operation: 'orderBulkTransition', key, request },
    async () => {
      const id = newId('bulk');
      const { ids, to } = request;
      const actor = actorOf(ctx.principal, null);
      await query(ctx)
        .insertInto('BulkJobRow')
        .values({ id, target: to, actor, total: ids.length })
        .execute();
      await query(ctx)
        .insertInto('BulkItemRow')
        .values(ids.map((orderId, position) => ({ jobId: id, position, orderId })))
        .execute();
      return { jobId: id };
    },
  );
  return (await findBulkJob(ctx, jobId))!;
}
