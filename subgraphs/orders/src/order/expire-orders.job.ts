import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { cancelInTransaction } from './cancel-in-transaction.js';
import { OrderStatus } from './order-status.js';

const BATCH = 100;

/**
 * Cancels unpaid orders whose time is over; catalog then takes their units back. The deadline is a
 * row, by the database's clock.
 */
export const expireOrders: Job = {
  name: 'expire-orders',
  everyMs: 2_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .selectFrom('OrderRow')
      .select('id')
      .where('status', '=', OrderStatus.PENDING)
      .where('expiresAt', '<=', sql<Date>`now()`)
      .orderBy('expiresAt')
      .limit(BATCH)
      .execute();
    for (const { id } of due)
      await inTransaction(ctx, () =>
        cancelInTransaction(ctx, { orderId: id, actor: 'system', reason: 'EXPIRED' }),
      );
  },
};
