import { sqlRows } from '@emporium/db/sql';
import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { cancelInTransaction } from './cancel-in-transaction.js';

const BATCH = 100;

/** Cancels unpaid orders whose time is over; catalog then takes their pieces back. The deadline is a row, by the database's clock. */
export const expireOrders: Job = {
  name: 'expire-orders',
  everyMs: 2_000,
  run: async (ctx) => {
    const due = await sqlRows<{ id: string }>(
      ctx.em,
      `select id from orders.orders where status = 'PENDING' and expires_at <= now() order by expires_at limit ${BATCH}`,
    );
    for (const { id } of due) await inTransaction(ctx, () => cancelInTransaction(ctx, { orderId: id, actor: 'system', reason: 'EXPIRED' }));
  },
};
