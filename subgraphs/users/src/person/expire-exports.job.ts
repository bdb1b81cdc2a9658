import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { UsersServices } from '../context.js';
import { query } from '../tables.js';

/** Exports of one run. */
const BATCH = 100;

/**
 * Deletes the files of exports whose time is over; that there was one stays. Safe to run twice at
 * once.
 */
export const expireExports: Job<UsersServices> = {
  name: 'expire-exports',
  everyMs: 600_000,
  run: (ctx) =>
    inTransaction(ctx, async () => {
      const over = await query(ctx)
        .selectFrom('PersonRequest')
        .select('id')
        .where('status', 'in', ['DONE', 'INCOMPLETE'])
        .where('expiresAt', '<=', sql<Date>`now()`)
        .orderBy('id')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute();
      if (over.length === 0) return;
      const ids = over.map(({ id }) => id);
      await query(ctx).deleteFrom('PersonExportPage').where('requestId', 'in', ids).execute();
      await query(ctx)
        .updateTable('PersonRequest')
        .set({ status: 'EXPIRED' })
        .where('id', 'in', ids)
        .execute();
    }),
};
