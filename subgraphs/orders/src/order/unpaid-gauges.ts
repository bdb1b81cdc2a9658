import type { GaugeOf } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { OrderStatus } from './order-status.js';

/**
 * What is held without having been paid: much of it for long is somebody who means no good, or a
 * payment provider that is away.
 */
export const unpaidGauges: GaugeOf[] = [
  {
    name: 'emporium_unpaid_orders',
    help: 'Orders that wait for their payment.',
    async read(ctx) {
      const found = await query(ctx)
        .selectFrom('OrderRow')
        .where('status', '=', OrderStatus.PENDING)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(found.count);
    },
  },
  {
    name: 'emporium_unpaid_units',
    help: 'Units that orders hold while they wait for their payment.',
    async read(ctx) {
      const found = await query(ctx)
        .selectFrom('OrderRow as o')
        .innerJoin('OrderLineRow as l', 'l.orderId', 'o.id')
        .where('o.status', '=', OrderStatus.PENDING)
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('l.quantity'), sql<number>`0`).as('units'))
        .executeTakeFirstOrThrow();
      return Number(found.units);
    },
  },
];
