import type { EventData } from '@emporium/bus/define-event';
import type { Ctx } from '@emporium/platform/context';
import { FulfillmentChanged } from '@emporium/orders-events';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';

/** What happened to a parcel. */
export type FulfillmentChange = EventData<typeof FulfillmentChanged>['change'];

/** Tells what happened to a parcel, with its version and its lines as they are now. */
export async function emitFulfillmentChanged(
  ctx: Ctx,
  order: VisibleOrder,
  fulfillmentId: string,
  change: FulfillmentChange,
): Promise<void> {
  const { version } = await query(ctx)
    .selectFrom('Fulfillment')
    .select('version')
    .where('id', '=', fulfillmentId)
    .executeTakeFirstOrThrow();
  const lines = await query(ctx)
    .selectFrom('FulfillmentLine as f')
    .innerJoin('OrderLineRow as l', 'l.id', 'f.orderLineId')
    .select(['l.variantId', 'f.quantity'])
    .where('f.fulfillmentId', '=', fulfillmentId)
    .orderBy('l.position')
    .execute();
  const { id: orderId, number, userId } = order;
  const data = { orderId, number, userId, version, fulfillmentId, change, lines };
  ctx.emit(FulfillmentChanged, { key: fulfillmentId, version, data });
}
