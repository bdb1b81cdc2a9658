import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Locks an order's row in the running transaction: the first statement of whatever moves money of
 * the order, so that two transactions never wait for each other crosswise. Undefined when nobody
 * has tried to pay the order.
 */
export const lockPayable = (ctx: Ctx, orderId: string) =>
  query(ctx)
    .selectFrom('Payable')
    .select(['version', 'cancelled', 'total'])
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst();

/** What is known of an order whose row is locked. */
export type LockedPayable = NonNullable<Awaited<ReturnType<typeof lockPayable>>>;
