import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { assertNothingDue } from '../fulfillment/assert-nothing-due.js';
import { followParcels } from '../fulfillment/follow-parcels.js';
import { type LineUnits, lineUnits, openUnits, openUnitsOf } from '../fulfillment/open-units.js';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { OrderRefundReason } from '../refund/order-refund.type.js';
import { requestRefund } from '../refund/request-refund.js';
import { requestRestock } from '../refund/request-restock.js';
import { shareOfUnits } from '../refund/share-of-units.js';
import { addToLines } from './add-to-lines.js';
import { cancelInTransaction } from './cancel-in-transaction.js';
import { loadPlacedOrder } from './load-order.js';
import { lockOrder } from './lock-order.js';
import type { OrderLineRow } from './order-line.entity.js';
import type { OrderLinesCancelArgs } from './order.inputs.js';
import { OrderStatus } from './order-status.js';
import type { VisibleOrder } from './order.entity.js';

const argsSchema = z.object({
  orderId: z.string(),
  lines: lineUnits.nullish(),
  reason: severalLines('The reason', 500)
    .transform((text) => text.trim())
    .nullish(),
  idempotencyKey,
});
const CAN_BE_CANCELLED: readonly OrderStatus[] = [OrderStatus.PAID, OrderStatus.PROCESSING];

/**
 * Cancels units of a paid order that are not sent: their share of the money and the units go back,
 * once per key. When nothing of the order is left it is cancelled as a whole, with its shipping.
 * Throws a Rejection when the order has not so many units left.
 */
export async function cancelLines(ctx: Ctx, args: OrderLinesCancelArgs): Promise<OrderAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { orderId } = request;
  await once(ctx, { operation: 'orderLinesCancel', key, request }, async () => {
    const { order, lines } = await lockOrder(ctx, orderId);
    if (!CAN_BE_CANCELLED.includes(order.status))
      throw new Rejection(
        invalidInput(
          order.status === OrderStatus.PENDING
            ? 'This order is not paid: cancel it as a whole.'
            : `An order that is ${order.status} has no units left to cancel.`,
          ['orderId'],
        ),
      );
    assertNothingDue(order);
    const units = openUnits(lines, request.lines);
    const actor = actorOf(ctx.principal, order.userId);
    if (order.parcels === 0 && isRest(lines, units))
      await cancelInTransaction(ctx, { orderId, actor, reason: 'STAFF', note: request.reason });
    else await cancelUnits(ctx, order, lines, { units, actor, note: request.reason ?? null });
    return { done: true };
  });
  return { order: await loadPlacedOrder(ctx, orderId) };
}

function isRest(lines: readonly OrderLineRow[], units: readonly LineUnits[]): boolean {
  const open = lines.reduce((sum, line) => sum + openUnitsOf(line), 0);
  return open === units.reduce((sum, { quantity }) => sum + quantity, 0);
}

async function cancelUnits(
  ctx: Ctx,
  order: VisibleOrder,
  lines: readonly OrderLineRow[],
  { units, actor, note }: { units: readonly LineUnits[]; actor: string; note: string | null },
): Promise<void> {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const cancelled = units.map(({ orderLineId, quantity }) => {
    const line = byId.get(orderLineId)!;
    return { line, quantity, amount: shareOfUnits(line, quantity) };
  });
  await addToLines(
    ctx,
    cancelled.map(({ line, quantity }) => ({ orderLineId: line.id, cancelled: quantity })),
  );
  await remark(ctx, order.id, 'LINES_CANCELLED', actor, note);
  const restock = cancelled.map(({ line, quantity }) => ({ variantId: line.variantId, quantity }));
  await requestRestock(ctx, order, 'LINES_CANCELLED', restock);
  const reason = OrderRefundReason.LINES_CANCELLED;
  await requestRefund(ctx, order, { lines: cancelled, reason, actor });
  await followParcels(ctx, order.id, actor);
}
