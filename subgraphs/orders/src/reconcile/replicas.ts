import type { Ctx } from '@emporium/platform/context';
import type { Replica } from '@emporium/platform/owned-state';
import { query } from '../tables.js';

const products = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('DenormalizedProduct')
    .select(['id', 'version', 'deleted as ended', 'deleted as buried']);

const users = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('DenormalizedUser')
    .select(['id', 'version', 'deleted as ended', 'deleted as buried']);

/** Products as orders knows them. */
export const productReplica: Replica = {
  of: 'catalog.products',
  title: 'products in orders',
  page: (ctx, after, limit) =>
    products(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => products(ctx).where('id', 'in', ids).execute(),
};

/** Names and addresses of users as orders knows them. */
export const userReplica: Replica = {
  of: 'users.users',
  title: 'users in orders',
  page: (ctx, after, limit) =>
    users(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => users(ctx).where('id', 'in', ids).execute(),
  // What an order froze of its buyer stays: the account is lost, the order is not.
  forget: async (ctx, ids) =>
    void (await query(ctx).deleteFrom('DenormalizedUser').where('id', 'in', ids).execute()),
};
