import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { OrderLineRow } from './order-line.entity.js';
import { orderNotFound } from './order.errors.js';
import { isVisible, type VisibleOrder } from './order.entity.js';

/**
 * The order and its lines, locked until the transaction ends: whatever sends, cancels or takes back
 * units begins with it, so that two changes of one order follow each other. Throws a Rejection when
 * there is no such order.
 */
export async function lockOrder(
  ctx: Ctx,
  orderId: string,
  path: string[] = ['orderId'],
): Promise<{ order: VisibleOrder; lines: OrderLineRow[] }> {
  const order = await query(ctx)
    .selectFrom('OrderRow')
    .selectAll()
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  if (!isVisible(order)) throw new Rejection(orderNotFound(path));
  const lines = await query(ctx)
    .selectFrom('OrderLineRow')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('position')
    .execute();
  return { order, lines };
}
