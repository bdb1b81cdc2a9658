import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { advanceEdit } from './advance-edit.js';

const TIMEOUT_MS = 2_500;
const BATCH = 20;

/**
 * The process manager of changes: applies or refuses every one that a crash, a time-out or a dead
 * catalog left half-way. Due ones are claimed by moving their next look ahead.
 */
export const finishEdits: Job = {
  name: 'finish-edits',
  everyMs: 2_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .updateTable('OrderEditRow')
      .set({ nextCheckAt: sql<Date>`now() + interval '5 seconds'` })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('OrderEditRow as due')
          .select('due.id')
          .where('due.status', '=', 'OPEN')
          .where('due.nextCheckAt', '<=', sql<Date>`now()`)
          .orderBy('due.nextCheckAt')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    for (const { id } of due)
      await advanceEdit(ctx, id, TIMEOUT_MS).catch((error: unknown) =>
        ctx.log.warn({ err: error, editId: id }, 'order still not changed'),
      );
  },
};
