import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Ctx } from '@emporium/platform/context';
import type { Pages } from '@emporium/platform/pages';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { isPlaced } from './order-expressions.js';

const placed = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('OrderRow as o')
    .select((eb) => [
      'o.id',
      'o.id as orderId',
      'o.status',
      'o.currency',
      'o.paymentId',
      'o.userId',
      'o.version',
      'o.createdAt',
      eb('o.total', '+', eb.ref('o.editRefunded')).as('amount'),
      sql<number>`case when ${eb.ref('o.paidAt')} is null then 0
        else greatest(0, ${eb.ref('o.total')} + ${eb.ref('o.editRefunded')} - ${eb.ref('o.covered')}) end::bigint`.as(
        'due',
      ),
      eb
        .selectFrom('OrderLineRow as l')
        .whereRef('l.orderId', '=', 'o.id')
        .select((line) =>
          sql<string>`coalesce(string_agg(${line.ref('l.variantId')} || 'x' || ${line.ref('l.quantity')}, ',' order by ${line.ref('l.variantId')}), '')`.as(
            'lines',
          ),
        )
        .$asScalar()
        .$notNull()
        .as('lines'),
    ])
    .where(isPlaced);

/** Orders that exist for the world. */
export const orderBook: Pages<unknown, OrderEntry> = {
  page: (ctx, after, limit) =>
    placed(ctx).where('o.id', '>', after).orderBy('o.id').limit(limit).execute(),
  find: (ctx, ids) => placed(ctx).where('o.id', 'in', ids).execute(),
};
