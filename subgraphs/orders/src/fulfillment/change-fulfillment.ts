import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { lockOrder } from '../order/lock-order.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import { emitFulfillmentChanged, type FulfillmentChange } from './emit-fulfillment-changed.js';
import { findFulfillments } from './find-fulfillments.js';
import { followParcels } from './follow-parcels.js';
import { fulfillmentAnswer, type FulfillmentAnswer } from './fulfillment-answer.js';
import type { Fulfillment } from './fulfillment.entity.js';

/** A change of one parcel that still has the version that was read. */
export interface ParcelChange {
  id: string;
  expectedVersion: number;
  change: Exclude<FulfillmentChange, 'CREATED'>;
  /** Does it; the order is locked. */
  apply(parcel: Fulfillment, order: VisibleOrder): Promise<void>;
}

/**
 * Changes a parcel that was not called off, raises its version, writes history, tells it, and lets
 * the order follow. Throws a Rejection for an unknown or cancelled parcel and a stale version.
 */
export async function changeFulfillment(
  ctx: Ctx,
  { id, expectedVersion, change, apply }: ParcelChange,
): Promise<FulfillmentAnswer> {
  await inTransaction(ctx, async () => {
    const [known] = await findFulfillments(ctx, [id]);
    if (!known) throw new Rejection(notFound('There is no such parcel.', ['id']));
    const { order } = await lockOrder(ctx, known.orderId, ['id']);
    // Read again: whoever had the lock before may have changed it.
    const parcel = (await findFulfillments(ctx, [id]))[0]!;
    if (parcel.version !== expectedVersion) throw new Rejection(versionConflict(parcel.version));
    if (parcel.cancelledAt)
      throw new Rejection(invalidInput('This parcel was called off.', ['id']));
    await query(ctx)
      .updateTable('Fulfillment')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
    await apply(parcel, order);
    const actor = actorOf(ctx.principal, order.userId);
    await remark(ctx, order.id, `FULFILLMENT_${change}`, actor, id);
    await emitFulfillmentChanged(ctx, order, id, change);
    await followParcels(ctx, order.id, actor);
  });
  return fulfillmentAnswer(ctx, id);
}
