import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { groupByOrder } from '../order/group-by-order.js';
import { query } from '../tables.js';
import { Fulfillment, FulfillmentLine } from './fulfillment.entity.js';

/** Parcels of several orders but the cancelled ones, in the order of the ids given. */
export async function fulfillmentsOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Fulfillment[][]> {
  const rows = await query(ctx)
    .selectFrom('Fulfillment')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .where('cancelledAt', 'is', null)
    .orderBy('shippedAt')
    .orderBy('id')
    .execute();
  return groupByOrder(orderIds, await withLines(ctx, rows));
}

/** Parcels by id, cancelled ones as well, in no order. */
export async function findFulfillments(ctx: Ctx, ids: readonly string[]): Promise<Fulfillment[]> {
  const rows = await query(ctx)
    .selectFrom('Fulfillment')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return withLines(ctx, rows);
}

async function withLines(
  ctx: Ctx,
  rows: readonly Omit<Fulfillment, 'lines'>[],
): Promise<Fulfillment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const lines = await query(ctx)
    .selectFrom('FulfillmentLine')
    .selectAll()
    .where('fulfillmentId', 'in', ids)
    .orderBy('orderLineId')
    .execute();
  const byParcel = Map.groupBy(
    lines.map((line) => asEntity(FulfillmentLine, line)),
    (line) => line.fulfillmentId,
  );
  return rows.map((row) => asEntity(Fulfillment, { ...row, lines: byParcel.get(row.id) ?? [] }));
}
