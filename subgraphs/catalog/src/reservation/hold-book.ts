import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Ctx } from '@emporium/platform/context';
import type { Pages } from '@emporium/platform/pages';
import { sql } from 'kysely';
import { query } from '../tables.js';

const holds = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Reservation as r')
    .select((eb) => [
      'r.orderId as id',
      'r.orderId',
      'r.state as status',
      'r.createdAt',
      eb
        .selectFrom('ReservationLine as l')
        .whereRef('l.orderId', '=', 'r.orderId')
        .select((line) =>
          sql<string>`coalesce(string_agg(${line.ref('l.variantId')} || 'x' || ${line.ref('l.quantity')}, ',' order by ${line.ref('l.variantId')}), '')`.as(
            'lines',
          ),
        )
        .$asScalar()
        .$notNull()
        .as('lines'),
    ]);

/** The hold of each order. */
export const holdBook: Pages<unknown, OrderEntry> = {
  page: (ctx, after, limit) =>
    holds(ctx).where('r.orderId', '>', after).orderBy('r.orderId').limit(limit).execute(),
  find: (ctx, orderIds) => holds(ctx).where('r.orderId', 'in', orderIds).execute(),
};
