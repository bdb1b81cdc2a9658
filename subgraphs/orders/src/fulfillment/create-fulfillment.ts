import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { lockOrder } from '../order/lock-order.js';
import { OrderStatus } from '../order/order-status.js';
import { addParcel } from './add-parcel.js';
import { followParcels } from './follow-parcels.js';
import { fulfillmentAnswer, type FulfillmentAnswer } from './fulfillment-answer.js';
import type { FulfillmentCreateArgs } from './fulfillment.inputs.js';
import { lineUnits, openUnits } from './open-units.js';
import { shipmentFields } from './shipment.js';

const argsSchema = z.object({
  orderId: z.string(),
  lines: lineUnits.nullish(),
  ...shipmentFields,
  idempotencyKey,
});
const CAN_BE_SENT: readonly OrderStatus[] = [OrderStatus.PAID, OrderStatus.PROCESSING];

/**
 * Sends units of a paid order in a parcel, all that are left unless lines are named; once per key.
 * Two at once cannot send the same unit. Throws a Rejection when the order is not paid or has not
 * so many units left.
 */
export async function createFulfillment(
  ctx: Ctx,
  args: FulfillmentCreateArgs,
): Promise<FulfillmentAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { orderId, lines: wanted, ...shipment } = request;
  const call = { operation: 'fulfillmentCreate', key, request };
  const { id } = await once(ctx, call, async () => {
    const { order, lines } = await lockOrder(ctx, orderId);
    if (!CAN_BE_SENT.includes(order.status))
      throw new Rejection(
        invalidInput(
          `An order that is ${order.status} has nothing to send: it must be PAID or PROCESSING.`,
          ['orderId'],
        ),
      );
    const actor = actorOf(ctx.principal, order.userId);
    const parcel = await addParcel(ctx, order, openUnits(lines, wanted), shipment);
    await remark(ctx, orderId, 'FULFILLMENT_CREATED', actor, parcel);
    await followParcels(ctx, orderId, actor);
    return { id: parcel };
  });
  return fulfillmentAnswer(ctx, id);
}
