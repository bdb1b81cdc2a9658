import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { inRanges, type Range } from '@emporium/platform/in-ranges';
import type { Ctx, PaymentsServices } from '../payments-services.js';
import { query } from '../tables.js';

/** Makes a check of the payments of one range of orders a check of all of them. */
export function overOrders(find: (ctx: Ctx, range: Range) => Promise<string[]>): InvariantCheck<PaymentsServices>['run'] {
  return (ctx, progress) =>
    inRanges(
      (after, size) => lastOrder(ctx, after, size),
      (range) => find(ctx, range),
      progress,
    );
}

async function lastOrder(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((eb) => eb.selectFrom('Payable').select('orderId').where('orderId', '>', after).orderBy('orderId').limit(size).as('p'))
    .select((eb) => eb.fn.max('p.orderId').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}
