import { connection, type ConnectionOf, cursorInstant, encodeCursor, type ForwardPageArgs, pageRequest } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import type { FilterQuery } from '@mikro-orm/core';
import { OrderRow, type VisibleOrder } from './order.entity.js';
import type { OrderWhere } from './order.inputs.js';
import { orderType, type OrderType } from './order.type.js';

const ORDER = 'placedAt';

type OrderPage = Omit<ConnectionOf<OrderType>, 'totalCount'> & { readonly totalCount: Promise<number> };

/**
 * A page of orders, the newest first. Without `defaultSize` the caller must say how many. Throws BAD_USER_INPUT for a bad page or cursor.
 */
export async function findOrders(ctx: Ctx, where: OrderWhere, args: ForwardPageArgs, defaultSize?: number): Promise<OrderPage> {
  const page = pageRequest(args, ORDER, defaultSize);
  const filter = filterOf(where);
  const rows = await ctx.em.find(OrderRow, page.position ? { $and: [filter, beyond(page.position)] } : filter, {
    orderBy: { placedAt: 'desc', id: 'desc' },
    limit: page.size + 1,
    disableIdentityMap: true,
  });
  const orders = rows.map((row) => orderType(row as VisibleOrder));
  const result = connection(orders, page, (order) => encodeCursor(ORDER, order.placedAt, order.id));
  return {
    ...result,
    // Counted when the field is asked for.
    get totalCount() {
      return ctx.em.count(OrderRow, filter);
    },
  };
}

function filterOf(where: OrderWhere): FilterQuery<OrderRow> {
  const { status, customerId, placedAfter, placedBefore, number } = where;
  const conditions: FilterQuery<OrderRow>[] = [{ status: { $nin: ['PLACING', 'REJECTED'] } }, { placedAt: { $ne: null } }];
  if (status) conditions.push({ status: { $in: status } });
  if (customerId) conditions.push({ userId: customerId });
  if (placedAfter) conditions.push({ placedAt: { $gt: placedAfter } });
  if (placedBefore) conditions.push({ placedAt: { $lt: placedBefore } });
  if (number) conditions.push({ number });
  return { $and: conditions };
}

/** Orders after the cursor. Cursors hold milliseconds, the column microseconds: placedAt is stored in milliseconds for that. */
function beyond({ value, id }: { value: string | number | null; id: string }): FilterQuery<OrderRow> {
  const at = cursorInstant({ value });
  return { $or: [{ placedAt: { $lt: at } }, { placedAt: at, id: { $lt: id } }] };
}
