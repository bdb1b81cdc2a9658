import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Pages } from '@emporium/platform/pages';
import type { CartServices, Ctx } from '../context.js';
import { query } from '../tables.js';

const orders = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('CustomerOrder')
    .select(['orderId as id', 'orderId', 'userId', 'version'])
    .select((eb) =>
      eb.case().when('isCancelled', '=', true).then('CANCELLED').else('PLACED').end().as('status'),
    );

/** Orders of users as cart has heard of them. */
export const customerOrderBook: Pages<CartServices, OrderEntry> = {
  page: (ctx, after, limit) =>
    orders(ctx).where('orderId', '>', after).orderBy('orderId').limit(limit).execute(),
  find: (ctx, ids) => orders(ctx).where('orderId', 'in', ids).execute(),
};
