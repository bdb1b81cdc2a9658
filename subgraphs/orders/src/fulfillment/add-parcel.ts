import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { addToLines } from '../order/add-to-lines.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import { emitFulfillmentChanged } from './emit-fulfillment-changed.js';
import { assertNothingDue } from './assert-nothing-due.js';
import type { LineUnits } from './open-units.js';
import type { Shipment } from './shipment.js';

/**
 * Puts open units of a locked order into a new parcel that leaves now, and tells it. Status and
 * history of the order are left to the caller. Returns the id of the parcel. Throws a Rejection while
 * something is to be paid.
 */
export async function addParcel(
  ctx: Ctx,
  order: VisibleOrder,
  units: readonly LineUnits[],
  shipment: Shipment,
): Promise<string> {
  assertNothingDue(order);
  const id = newId('ful');
  await query(ctx)
    .insertInto('Fulfillment')
    .values({ ...shipment, id, orderId: order.id, shippedAt: sql<Date>`now()` })
    .execute();
  await query(ctx)
    .insertInto('FulfillmentLine')
    .values(units.map((line) => ({ fulfillmentId: id, ...line })))
    .execute();
  await addToLines(
    ctx,
    units.map(({ orderLineId, quantity }) => ({ orderLineId, fulfilled: quantity })),
  );
  await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({ parcels: eb('parcels', '+', 1) }))
    .where('id', '=', order.id)
    .execute();
  await emitFulfillmentChanged(ctx, order, id, 'CREATED');
  return id;
}
