import type { Ctx } from '@emporium/platform/context';
import { loadPlacedOrder } from '../order/load-order.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { findFulfillments } from './find-fulfillments.js';
import type { Fulfillment } from './fulfillment.entity.js';

/** What a use case on a parcel returns. */
export interface FulfillmentAnswer {
  fulfillment: Fulfillment;
  order: VisibleOrder;
}

/** A parcel that exists, with its order, as they are now. */
export async function fulfillmentAnswer(ctx: Ctx, id: string): Promise<FulfillmentAnswer> {
  const [fulfillment] = await findFulfillments(ctx, [id]);
  return { fulfillment: fulfillment!, order: await loadPlacedOrder(ctx, fulfillment!.orderId) };
}
