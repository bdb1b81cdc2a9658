import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { inRanges, type Range } from '@emporium/platform/in-ranges';
import { orders } from '../order/order-expressions.js';
import { query } from '../tables.js';

/** Makes a check of one range of orders a check of all of them. */
export function overOrders(find: (ctx: Ctx, range: Range) => Promise<string[]>): InvariantCheck['run'] {
  return (ctx, progress) =>
    inRanges(
      (after, size) => lastOrder(ctx, after, size),
      (range) => find(ctx, range),
      progress,
    );
}

/** Orders `o` of the range. */
export const within = ({ after, upTo }: Range) => orders('o.id', '>', after).and('o.id', '<=', upTo);

async function lastOrder(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((eb) => eb.selectFrom('OrderRow').select('id').where('id', '>', after).orderBy('id').limit(size).as('p'))
    .select((eb) => eb.fn.max('p.id').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}
