import type { Ctx } from '@emporium/platform/context';
import { overRanges, type Range } from '@emporium/platform/in-ranges';
import { orders } from '../order/order-expressions.js';
import { query } from '../tables.js';

/** Makes a check of one range of orders a check of all of them. */
export const overOrders = (find: (ctx: Ctx, range: Range) => Promise<string[]>) =>
  overRanges(lastOrder, find);

/** Orders `o` of the range. */
export const within = ({ after, upTo }: Range) =>
  orders('o.id', '>', after).and('o.id', '<=', upTo);

async function lastOrder(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('OrderRow')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(size)
        .as('p'),
    )
    .select((eb) => eb.fn.max('p.id').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}
