import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Whether the user has an order that was not cancelled, as far as cart has heard. */
export async function hasOrdered(ctx: Ctx, userId: string): Promise<boolean> {
  const found = await query(ctx)
    .selectFrom('CustomerOrder')
    .select('orderId')
    .where('userId', '=', userId)
    .where('isCancelled', '=', false)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
