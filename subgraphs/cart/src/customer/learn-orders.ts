import type { Command } from '@emporium/platform/define-subgraph';
import { z } from 'zod';
import type { CartServices, Ctx } from '../context.js';
import { query } from '../tables.js';

const argsSchema = z.object({
  orders: z.array(
    z.object({
      orderId: z.string(),
      /** Null: the order has no user, or there is no such order. */
      userId: z.string().nullable(),
      version: z.number().int(),
      isCancelled: z.boolean(),
      /** Version that cart knew when the two were compared; null: none. */
      seen: z.number().int().nullable(),
    }),
  ),
});
type Learned = z.infer<typeof argsSchema>['orders'][number];

/**
 * Makes what cart knows of orders what orders says. Whatever cart has heard since the comparison
 * stays, because that is newer.
 */
export const learnOrders: Command<CartServices> = {
  name: 'learn-orders',
  async *run(ctx, args) {
    const { orders } = argsSchema.parse(args);
    for (const order of orders) await learn(ctx, order);
    yield { learned: orders.length };
  },
};

async function learn(ctx: Ctx, { seen, userId, ...order }: Learned): Promise<void> {
  const { orderId } = order;
  if (userId === null)
    await query(ctx)
      .deleteFrom('CustomerOrder')
      .where('orderId', '=', orderId)
      .where('version', '=', seen)
      .execute();
  else
    await query(ctx)
      .insertInto('CustomerOrder')
      .values({ ...order, userId })
      .onConflict((conflict) =>
        conflict
          .column('orderId')
          .doUpdateSet({ ...order, userId })
          .where('CustomerOrder.version', '=', seen),
      )
      .execute();
}
