import type { Replica } from '@emporium/platform/owned-state';
import type { CartServices, Ctx } from '../context.js';
import { query } from '../tables.js';

const products = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('ProductReplica')
    .select(['id', 'version', 'isDeleted as ended', 'isDeleted as buried']);

const stock = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('StockReplica')
    .select(['variantId as id', 'version', 'available as value']);

/** Products as cart knows them. */
export const productReplica: Replica<CartServices> = {
  of: 'catalog.products',
  title: 'products in cart',
  page: (ctx, after, limit) =>
    products(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => products(ctx).where('id', 'in', ids).execute(),
};

/** What can be ordered as cart knows it. */
export const stockReplica: Replica<CartServices> = {
  of: 'catalog.stock',
  title: 'stock in cart',
  keepsEnded: true,
  page: (ctx, after, limit) =>
    stock(ctx).where('variantId', '>', after).orderBy('variantId').limit(limit).execute(),
  find: (ctx, ids) => stock(ctx).where('variantId', 'in', ids).execute(),
};
