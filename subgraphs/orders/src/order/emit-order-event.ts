import type { Ctx } from '@emporium/platform/context';
import {
  OrderCancelled,
  OrderCreated,
  OrderPaid,
  OrderStatusChanged,
} from '@emporium/orders-events';
import { eventLines } from './order-lines.js';
import type { VisibleOrder } from './order.entity.js';
import type { OrderStatus } from './order-status.js';

/** Why an order was cancelled, as ORDER_CANCELLED tells it. */
export type CancelReason =
  'CUSTOMER' | 'STAFF' | 'EXPIRED' | 'LATE_PAYMENT' | 'ABANDONED' | 'RECONCILED';

function about(order: VisibleOrder) {
  return { orderId: order.id, number: order.number, userId: order.userId, version: order.version };
}

const totalOf = (order: VisibleOrder) => ({ minor: order.total, currency: order.currency });

/** What events tell of the promotions of an order. */
export const discountsOf = ({ discounts, currency }: VisibleOrder) =>
  discounts.map(({ promotionId, codeId, code, amount }) => ({
    promotionId,
    codeId,
    code,
    amount: { minor: amount, currency },
  }));

/** Tells that the order was placed. */
export async function emitCreated(ctx: Ctx, order: VisibleOrder): Promise<void> {
  const lines = await eventLines(ctx, order.id);
  const data = {
    ...about(order),
    lines,
    total: totalOf(order),
    discounts: discountsOf(order),
    expiresAt: order.expiresAt.toISOString(),
  };
  ctx.emit(OrderCreated, { key: order.id, version: order.version, data });
}

/** Tells that the order was paid. */
export async function emitPaid(ctx: Ctx, order: VisibleOrder): Promise<void> {
  const lines = await eventLines(ctx, order.id);
  const { cartIdHash, cartVersion, currency } = order;
  ctx.emit(OrderPaid, {
    key: order.id,
    version: order.version,
    data: { ...about(order), cartIdHash, cartVersion, lines, total: totalOf(order), currency },
  });
}

/** Tells that the order went on to PROCESSING, SHIPPED or DELIVERED. */
export function emitStatusChanged(ctx: Ctx, order: VisibleOrder, from: OrderStatus): void {
  const data = { ...about(order), from, to: order.status, at: ctx.now().toISOString() };
  ctx.emit(OrderStatusChanged, { key: order.id, version: order.version, data });
}

/** Tells that the order is cancelled: units go back, captured money is returned. */
export async function emitCancelled(
  ctx: Ctx,
  order: VisibleOrder,
  reason: CancelReason,
): Promise<void> {
  const lines = await eventLines(ctx, order.id);
  const discounts = discountsOf(order);
  const data = { ...about(order), lines, discounts, reason, wasPaid: order.paidAt !== null };
  ctx.emit(OrderCancelled, { key: order.id, version: order.version, data });
}
