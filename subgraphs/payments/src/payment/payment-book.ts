import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Pages } from '@emporium/platform/pages';
import type { Ctx, PaymentsServices } from '../context.js';
import { query } from '../tables.js';

const payments = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'orderId', 'status', 'amount', 'currency', 'createdAt']);

/** All attempts to pay each order. */
export const paymentBook: Pages<PaymentsServices, OrderEntry> = {
  page: (ctx, after, limit) =>
    payments(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, orderIds) => payments(ctx).where('orderId', 'in', orderIds).orderBy('id').execute(),
};
