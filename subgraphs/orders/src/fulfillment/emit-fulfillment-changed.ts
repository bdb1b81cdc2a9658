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
    .select([
      'l.variantId',
      'f.quantity',
      'l.total',
      'l.quantity as ordered',
      'l.fulfilledQuantity',
    ])
    .where('f.fulfillmentId', '=', fulfillmentId)
    .orderBy('l.position')
    .execute();
  const { id: orderId, number, userId, currency } = order;
  const data = {
    orderId,
    number,
    userId,
    version,
    fulfillmentId,
    change,
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    ...(change === 'CREATED' ? { amount: { minor: costOf(lines), currency } } : {}),
  };
  ctx.emit(FulfillmentChanged, { key: fulfillmentId, version, data });
}

/** The share of the last units of each line that were put into a parcel: all shares are the total. */
function costOf(
  lines: readonly { total: number; ordered: number; fulfilledQuantity: number; quantity: number }[],
): number {
  return lines.reduce((sum, { total, ordered, fulfilledQuantity: sent, quantity }) => {
    const upTo = (units: number) => Number((BigInt(total) * BigInt(units)) / BigInt(ordered));
    return sum + upTo(sent) - upTo(sent - quantity);
  }, 0);
}
