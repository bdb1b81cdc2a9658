import { badUserInput } from '@emporium/graphql/app-errors';
import { counted } from '@emporium/graphql/counted';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  type ConnectionOf,
  type ForwardPageArgs,
  pageRequest,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { sql, type Expression, type SqlBool } from 'kysely';
import { query } from '../tables.js';
import type { VisibleOrder } from './order.entity.js';
import type { OrderWhere } from './order.inputs.js';
import { orderType, type OrderType } from './order.type.js';
import { isPlaced, orders } from './order-expressions.js';

/**
 * Cursors hold milliseconds, the column microseconds: placedAt is stored in milliseconds for that.
 */
const NEWEST_FIRST: KeysetOrder = {
  name: 'placedAt',
  value: orders.ref('o.placedAt'),
  id: orders.ref('o.id'),
  kind: 'instant',
  descending: true,
};

/**
 * A page of orders, the newest first. Without `defaultSize` the caller must say how many. Throws
 * BAD_USER_INPUT for a bad page or cursor.
 */
export async function findOrders(
  ctx: Ctx,
  where: OrderWhere,
  args: ForwardPageArgs,
  defaultSize?: number,
): Promise<ConnectionOf<OrderType>> {
  const page = pageRequest(args, NEWEST_FIRST.name, defaultSize);
  const matching = query(ctx).selectFrom('OrderRow as o').where(filterOf(where));
  const rows = await keysetPage(matching.selectAll('o'), NEWEST_FIRST, page).execute();
  const nodes = rows.map((row) => orderType(row as VisibleOrder));
  const result = connection(nodes, page, ({ id, placedAt }) =>
    keysetCursor(NEWEST_FIRST, { id, sortValue: placedAt }),
  );
  return counted(result, async () => {
    const { total } = await matching
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return total;
  });
}

function filterOf({
  status,
  customerId,
  placedAfter,
  placedBefore,
  number,
  search,
  tag,
}: OrderWhere): Expression<SqlBool> {
  const conditions: Expression<SqlBool>[] = [isPlaced, orders('o.placedAt', 'is not', null)];
  if (status)
    conditions.push(status.length > 0 ? orders('o.status', 'in', status) : sql<SqlBool>`false`);
  if (customerId) conditions.push(orders('o.userId', '=', customerId));
  if (placedAfter) conditions.push(orders('o.placedAt', '>', placedAfter));
  if (placedBefore) conditions.push(orders('o.placedAt', '<', placedBefore));
  if (number) conditions.push(orders('o.number', '=', number));
  if (search != null) conditions.push(contactBegins(search));
  if (tag != null)
    conditions.push(sql<SqlBool>`${orders.ref('o.tags')} @> array[${tag.toLowerCase()}]::text[]`);
  return orders.and(conditions);
}

/** Each of the three is an index of its own. Throws BAD_USER_INPUT for what would find everybody. */
function contactBegins(search: string): Expression<SqlBool> {
  const begin = search.normalize('NFC').trim();
  if (begin.length < 2 || begin.length > 200)
    throw badUserInput('where.search has 2 to 200 characters.');
  const pattern = `${begin.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const name = orders.ref('o.contactName');
  const like = (value: Expression<unknown>) => sql<SqlBool>`lower(${value}) like lower(${pattern})`;
  return orders.or([
    like(orders.ref('o.contactEmail')),
    like(name),
    like(sql`regexp_replace(${name}, '^.*\\s', '')`),
  ]);
}
