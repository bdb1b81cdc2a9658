import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { query } from '../tables.js';
import { Return, ReturnLine } from './return.entity.js';

/** Returns of several orders with their lines, in the order of the ids given. */
export async function returnsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<Return[][]> {
  if (orderIds.length === 0) return [];
  const returns = await query(ctx)
    .selectFrom('Return')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return groupByOrder(orderIds, await withLines(ctx, returns));
}

/** Rows of returns with their lines. */
export async function withLines(
  ctx: Ctx,
  returns: readonly Omit<Return, 'lines'>[],
): Promise<Return[]> {
  const lines = returns.length ? await linesOf(ctx, returns) : [];
  return returns.map((row) =>
    asEntity(Return, { ...row, lines: lines.filter((line) => line.returnId === row.id) }),
  );
}

/** A return by its id, with its lines; undefined when there is none. */
export async function findReturn(ctx: Ctx, id: string): Promise<Return | undefined> {
  const rows = await query(ctx).selectFrom('Return').selectAll().where('id', '=', id).execute();
  return (await withLines(ctx, rows))[0];
}

async function linesOf(ctx: Ctx, returns: readonly { id: string }[]): Promise<ReturnLine[]> {
  const ids = returns.map((row) => row.id);
  const rows = await query(ctx)
    .selectFrom('ReturnLine')
    .selectAll()
    .where('returnId', 'in', ids)
    .orderBy('orderLineId')
    .execute();
  return rows.map((row) => asEntity(ReturnLine, row));
}
