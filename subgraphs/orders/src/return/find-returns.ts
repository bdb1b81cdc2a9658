import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { Return, ReturnLine } from './return.entity.js';

/** Returns of several orders with their lines, in the order of the ids given. */
export async function returnsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<Return[][]> {
  const options = { disableIdentityMap: true } as const;
  const returns = await ctx.em.find(Return, { orderId: { $in: [...orderIds] } }, { ...options, orderBy: { createdAt: 'asc', id: 'asc' } });
  const lines = returns.length ? await ctx.em.find(ReturnLine, { returnId: { $in: returns.map((r) => r.id) } }, options) : [];
  for (const each of returns) each.lines = lines.filter((line) => line.returnId === each.id);
  return groupByOrder(orderIds, returns);
}
