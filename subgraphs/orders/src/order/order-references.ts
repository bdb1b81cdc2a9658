import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { Fulfillment } from '../fulfillment/fulfillment.entity.js';
import { returnsOfOrders } from '../return/find-returns.js';
import { Return } from '../return/return.entity.js';
import { OrderLineRow } from './order-line.entity.js';
import { orderLineType } from './order-line.type.js';
import { isVisible, OrderRow, type VisibleOrder } from './order.entity.js';
import { orderType } from './order.type.js';
import { maySee } from './see-order.js';

type Reference = Record<string, string | undefined>;

async function visibleOrders(ctx: Ctx, where: object): Promise<VisibleOrder[]> {
  const rows = await ctx.em.find(OrderRow, where, { disableIdentityMap: true });
  return rows.filter((row) => isVisible(row) && maySee(ctx.principal, row)) as VisibleOrder[];
}

/** Orders by id or number; null for those that do not exist for the caller. */
export async function resolveOrders(ctx: Ctx, references: readonly Reference[]) {
  const ids = references.flatMap((r) => r['id'] ?? []);
  const numbers = references.flatMap((r) => (r['id'] === undefined ? (r['number'] ?? []) : []));
  const rows = await visibleOrders(ctx, { $or: [{ id: { $in: ids } }, { number: { $in: numbers } }] });
  return references.map((r) => {
    const row = rows.find((order) => (r['id'] === undefined ? order.number === r['number'] : order.id === r['id']));
    return row ? orderType(row) : null;
  });
}

/** Lines whose order the caller may see. */
export async function resolveOrderLines(ctx: Ctx, references: readonly Reference[]) {
  const lines = await ctx.em.find(OrderLineRow, { id: { $in: idsOf(references) } }, { disableIdentityMap: true });
  const orders = await ordersById(ctx, lines);
  const visible = lines.flatMap((line) => {
    const order = orders.get(line.orderId);
    return order ? [orderLineType(line, order.currency, ctx.config.publicUrl)] : [];
  });
  return inKeyOrder(idsOf(references), visible, (line) => line.id);
}

/** Parcels whose order the caller may see. */
export async function resolveFulfillments(ctx: Ctx, references: readonly Reference[]) {
  const rows = await ctx.em.find(Fulfillment, { id: { $in: idsOf(references) } }, { disableIdentityMap: true });
  const orders = await ordersById(ctx, rows);
  return inKeyOrder(
    idsOf(references),
    rows.filter((row) => orders.has(row.orderId)),
    (row) => row.id,
  );
}

/** Returns whose order the caller may see. */
export async function resolveReturns(ctx: Ctx, references: readonly Reference[]) {
  const rows = await ctx.em.find(Return, { id: { $in: idsOf(references) } }, { disableIdentityMap: true });
  const orders = await ordersById(ctx, rows);
  const visible = (await returnsOfOrders(ctx, [...orders.keys()])).flat();
  return inKeyOrder(idsOf(references), visible, (row) => row.id);
}

const idsOf = (references: readonly Reference[]) => references.map((r) => r['id'] ?? '');

async function ordersById(ctx: Ctx, rows: readonly { orderId: string }[]): Promise<Map<string, VisibleOrder>> {
  const orders = await visibleOrders(ctx, { id: { $in: rows.map((row) => row.orderId) } });
  return new Map(orders.map((order) => [order.id, order]));
}
