import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { addParcel } from '../fulfillment/add-parcel.js';
import { emitFulfillmentChanged } from '../fulfillment/emit-fulfillment-changed.js';
import { openUnits } from '../fulfillment/open-units.js';
import { shipmentFields, type Shipment } from '../fulfillment/shipment.js';
import { actorOf } from '../history/actor.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { query } from '../tables.js';
import { cancelInTransaction } from './cancel-in-transaction.js';
import { changeStatus } from './change-status.js';
import { emitStatusChanged } from './emit-order-event.js';
import { invalidTransition, orderNotFound } from './order.errors.js';
import type { OrderTransitionArgs } from './order.inputs.js';
import { linesOfOrders } from './order-lines.js';
import { OrderStatus, staffTransitions } from './order-status.js';
import { findOrder, loadOrder } from './load-order.js';
import { isVisible, type VisibleOrder } from './order.entity.js';

const shipmentSchema = z.object(shipmentFields).nullish();

/** A step that staff take with an order. */
export interface StaffMove {
  orderId: string;
  to: OrderStatus;
  expectedVersion: number;
  actor: string;
  shipment?: Shipment;
}

/** Moves an order along the state machine for staff, if it still has the version that was read. */
export async function transitionOrder(ctx: Ctx, args: OrderTransitionArgs): Promise<OrderAnswer> {
  const { id: orderId, to, expectedVersion } = args;
  const shipment = checked(shipmentSchema, args.shipment, ['shipment']);
  if (shipment && to !== OrderStatus.SHIPPED)
    throw new Rejection(invalidInput('Tracking data goes with SHIPPED.', ['shipment']));
  const order = await findOrder(ctx, orderId);
  const actor = actorOf(ctx.principal, order?.userId ?? null);
  const move = { orderId, to, expectedVersion, actor, ...(shipment ? { shipment } : {}) };
  return { order: await moveOrder(ctx, move) };
}

/**
 * Takes the step, in the running transaction or one of its own. Throws a Rejection for an unknown
 * order, another version, and a step that staff may not take.
 */
export async function moveOrder(ctx: Ctx, move: StaffMove): Promise<VisibleOrder> {
  const { orderId, to, expectedVersion, actor, shipment = {} } = move;
  const order = await findOrder(ctx, orderId);
  if (!isVisible(order)) throw new Rejection(orderNotFound());
  if (order.version !== expectedVersion) throw new Rejection(versionConflict(order.version));
  const allowed = staffTransitions(order);
  if (!allowed.includes(to)) throw new Rejection(invalidTransition(order.status, to, allowed));
  const moved = await inTransaction(ctx, async () => {
    if (to === OrderStatus.CANCELLED)
      return cancelInTransaction(ctx, { orderId, actor, reason: 'STAFF', expectedVersion });
    const changed = await changeStatus(ctx, { orderId, to, actor, expectedVersion });
    if (!changed) return undefined;
    await recordShipment(ctx, changed.order, shipment);
    emitStatusChanged(ctx, changed.order, changed.from);
    return changed.order;
  });
  if (moved) return moved;
  const now = await loadOrder(ctx, orderId);
  throw new Rejection(versionConflict(now.version));
}

async function recordShipment(ctx: Ctx, order: VisibleOrder, shipment: Shipment): Promise<void> {
  if (order.status === OrderStatus.SHIPPED) {
    const [lines] = await linesOfOrders(ctx, [order.id]);
    await addParcel(ctx, order, openUnits(lines!, null), shipment);
  }
  if (order.status === OrderStatus.DELIVERED) await deliverAll(ctx, order);
}

async function deliverAll(ctx: Ctx, order: VisibleOrder): Promise<void> {
  const arrived = await query(ctx)
    .updateTable('Fulfillment')
    .set((eb) => ({ deliveredAt: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('orderId', '=', order.id)
    .where('cancelledAt', 'is', null)
    .where('deliveredAt', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of arrived) await emitFulfillmentChanged(ctx, order, id, 'DELIVERED');
}
