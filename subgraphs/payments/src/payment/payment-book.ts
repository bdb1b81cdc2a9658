import type { OrderBook } from '@emporium/platform/order-book';
import type { Ctx, PaymentsServices } from '../payments-services.js';
import { query } from '../tables.js';

const payments = (ctx: Ctx) => query(ctx).selectFrom('PaymentRow').select(['id', 'orderId', 'status', 'amount', 'currency', 'createdAt']);

/** All attempts to pay each order. */
export const paymentBook: OrderBook<PaymentsServices> = {
  page: (ctx, after, limit) => payments(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, orderIds) => payments(ctx).where('orderId', 'in', orderIds).orderBy('id').execute(),
};
