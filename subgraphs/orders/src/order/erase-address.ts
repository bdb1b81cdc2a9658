import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { OrderStatus } from './order-status.js';

/** Statuses in which an order still needs to know where it goes. */
export const AWAITS_SHIPPING: ReadonlySet<OrderStatus> = new Set([
  OrderStatus.PENDING,
  OrderStatus.PAID,
  OrderStatus.PROCESSING,
]);

/**
 * Forgets where an order of an erased user went, once it needs that no more; nothing for other
 * orders.
 */
export async function eraseAddress(ctx: Ctx, orderId: string): Promise<void> {
  await query(ctx)
    .updateTable('OrderRow')
    .set({ shippingAddress: null, erasingUserId: null })
    .where('id', '=', orderId)
    .where('erasureRequestedAt', 'is not', null)
    .where('status', 'not in', [...AWAITS_SHIPPING])
    .execute();
}
