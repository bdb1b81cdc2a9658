import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/**
 * Where an order of a guest belongs to an account, or where one was claimed twice or is still open
 * to its guest token afterwards.
 */
export async function claimProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const shared = await query(ctx)
    .selectFrom('OrderRow as o')
    .where(within(range))
    .where('o.isGuest', '=', true)
    .where('o.userId', 'is not', null)
    .select('o.id')
    .execute();
  const claimed = await query(ctx)
    .selectFrom('OrderHistoryRow as h')
    .innerJoin('OrderRow as o', 'o.id', 'h.orderId')
    .where(within(range))
    .where('h.type', '=', 'CLAIMED')
    .groupBy(['o.id', 'o.isGuest'])
    .having((eb) => eb.or([eb(eb.fn.countAll<number>(), '>', 1), eb('o.isGuest', '=', true)]))
    .select((eb) => ['o.id', 'o.isGuest', eb.fn.countAll<number>().as('times')])
    .execute();
  return [
    ...shared.map(({ id }) => `order ${id} belongs to a user and to a guest`),
    ...claimed.map(({ id, isGuest, times }) =>
      isGuest
        ? `order ${id} was claimed and its guest token still opens it`
        : `order ${id} was claimed ${times} times`,
    ),
  ];
}
