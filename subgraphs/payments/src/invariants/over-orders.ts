import { overRanges, type Range } from '@emporium/platform/in-ranges';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Makes a check of the payments of one range of orders a check of all of them. */
export const overOrders = (find: (ctx: Ctx, range: Range) => Promise<string[]>) =>
  overRanges(lastOrder, find);

async function lastOrder(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('Payable')
        .select('orderId')
        .where('orderId', '>', after)
        .orderBy('orderId')
        .limit(size)
        .as('p'),
    )
    .select((eb) => eb.fn.max('p.orderId').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}
