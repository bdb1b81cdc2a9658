import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import type { Expression, SqlBool } from 'kysely';
import { findFulfillments } from '../fulfillment/find-fulfillments.js';
import { returnsOfOrders } from '../return/find-returns.js';
import { query } from '../tables.js';
import { orderLineType } from './order-line.type.js';
import { isVisible, type VisibleOrder } from './order.entity.js';
import { orderType } from './order.type.js';
import { orders } from './order-expressions.js';
import { maySee } from './see-order.js';

type Reference = Record<string, string | undefined>;

async function visibleOrders(ctx: Ctx, where: Expression<SqlBool>): Promise<VisibleOrder[]> {
  const rows = await query(ctx).selectFrom('OrderRow as o').selectAll('o').where(where).execute();
  return rows.filter((row) => isVisible(row)).filter((row) => maySee(ctx.principal, row));
}

/** Orders by id or number; null for those that do not exist for the caller. */
export async function resolveOrders(ctx: Ctx, references: readonly Reference[]) {
  const ids = references.flatMap((r) => r['id'] ?? []);
  const numbers = references.flatMap((r) => (r['id'] === undefined ? (r['number'] ?? []) : []));
  const named = [
    ...(ids.length > 0 ? [orders('o.id', 'in', ids)] : []),
    ...(numbers.length > 0 ? [orders('o.number', 'in', numbers)] : []),
  ];
  const rows = named.length > 0 ? await visibleOrders(ctx, orders.or(named)) : [];
  return references.map((r) => {
    const row = rows.find((order) =>
      r['id'] === undefined ? order.number === r['number'] : order.id === r['id'],
    );
    return row ? orderType(row) : null;
  });
}

/** Lines whose order the caller may see. */
export async function resolveOrderLines(ctx: Ctx, references: readonly Reference[]) {
  const lines = await query(ctx)
    .selectFrom('OrderLineRow')
    .selectAll()
    .where('id', 'in', idsOf(references))
    .execute();
  const visibleById = await ordersById(ctx, lines);
  const visible = lines.flatMap((line) => {
    const order = visibleById.get(line.orderId);
    return order ? [orderLineType(line, order.currency, ctx.config.publicUrl)] : [];
  });
  return inKeyOrder(idsOf(references), visible, (line) => line.id);
}

/** Parcels whose order the caller may see. */
export async function resolveFulfillments(ctx: Ctx, references: readonly Reference[]) {
  const rows = await findFulfillments(ctx, idsOf(references));
  const visibleById = await ordersById(ctx, rows);
  return inKeyOrder(
    idsOf(references),
    rows.filter((row) => visibleById.has(row.orderId)),
    (row) => row.id,
  );
}

/** Returns whose order the caller may see. */
export async function resolveReturns(ctx: Ctx, references: readonly Reference[]) {
  const rows = await query(ctx)
    .selectFrom('Return')
    .select('orderId')
    .where('id', 'in', idsOf(references))
    .execute();
  const visibleById = await ordersById(ctx, rows);
  const visible = (await returnsOfOrders(ctx, [...visibleById.keys()])).flat();
  return inKeyOrder(idsOf(references), visible, (row) => row.id);
}

const idsOf = (references: readonly Reference[]) => references.map((r) => r['id'] ?? '');

async function ordersById(
  ctx: Ctx,
  rows: readonly { orderId: string }[],
): Promise<Map<string, VisibleOrder>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.orderId);
  const visible = await visibleOrders(ctx, orders('o.id', 'in', ids));
  return new Map(visible.map((order) => [order.id, order]));
}
