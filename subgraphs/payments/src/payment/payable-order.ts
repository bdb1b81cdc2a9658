import { userId } from '@emporium/auth/principal';
import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '../context.js';
import { orderToPay, type OrderToPay } from './order-to-pay.js';
import { notAllowed, orderNotFound } from './payment.errors.js';

/**
 * The caller's own order, when it can still be paid; for staff one that they made dearer, too. Throws a Rejection that says why not, and
 * SUBGRAPH_UNAVAILABLE.
 */
export async function payableOrder(ctx: Ctx, orderId: string): Promise<OrderToPay> {
  const order = await orderToPay(ctx, orderId);
  if (!order) throw new Rejection(orderNotFound());
  // What staff changed after it was paid may have something to pay until it is sent.
  const isEdited = order.round > 0 && ['PAID', 'PROCESSING'].includes(order.status);
  if (order.status !== 'PENDING' && !isEdited)
    throw new Rejection(
      notAllowed(`An order that is ${order.status} cannot be paid.`, ['orderId']),
    );
  if (order.expiresAt && new Date(order.expiresAt) <= ctx.now())
    throw new Rejection(notAllowed('The order has expired.', ['orderId']));
  return order;
}

/** Whose keys a call about an order has. Throws a Rejection for who can own no order. */
export function payerScope(ctx: Ctx, orderId: string): string {
  const user = userId(ctx.principal);
  if (!user && ctx.principal.guest?.orderId !== orderId) throw new Rejection(orderNotFound());
  return user ? `user:${user}` : `order:${orderId}`;
}
