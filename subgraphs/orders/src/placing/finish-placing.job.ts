import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { advancePlacing } from './advance-placing.js';

const TIMEOUT_MS = 2_500;
const BATCH = 20;

/**
 * The process manager: finishes or undoes every order that a crash, a time-out or a dead catalog
 * left half-way. Due orders are claimed by moving their next look ahead, so two replicas do not ask
 * about the same one at once.
 */
export const finishPlacing: Job = {
  name: 'finish-placing',
  everyMs: 2_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .updateTable('OrderRow')
      .set({ nextCheckAt: sql<Date>`now() + interval '5 seconds'` })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('OrderRow as due')
          .select('due.id')
          .where('due.status', '=', 'PLACING')
          .where('due.nextCheckAt', '<=', sql<Date>`now()`)
          .orderBy('due.nextCheckAt')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    for (const { id } of due) {
      await advancePlacing(ctx, id, TIMEOUT_MS).catch((error: unknown) =>
        ctx.log.warn({ err: error, orderId: id }, 'order still not placed'),
      );
    }
  },
};
