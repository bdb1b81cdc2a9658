import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { query } from '../tables.js';

/** Ends drafts that nobody sent in time; the deadline is a row, by the database's clock. */
export const expireDrafts: Job = {
  name: 'expire-drafts',
  everyMs: 60_000,
  run: async (ctx) => {
    await query(ctx)
      .updateTable('DraftOrderRow')
      .set((eb) => ({ status: 'EXPIRED', version: eb('version', '+', 1) }))
      .where('status', '=', 'OPEN')
      .where('expiresAt', '<=', sql<Date>`now()`)
      .execute();
  },
};
