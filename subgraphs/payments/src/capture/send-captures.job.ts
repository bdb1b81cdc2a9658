import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { PaymentsServices } from '../context.js';
import { query } from '../tables.js';
import { sendCapture } from './send-capture.js';

const TIMEOUT_MS = 5_000;
const BATCH = 20;

/** Sends captures that are due, with growing pauses after each try without an answer. */
export const sendCaptures: Job<PaymentsServices> = {
  name: 'send-captures',
  everyMs: 1_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .updateTable('CaptureRow')
      .set((eb) => ({
        tries: eb('tries', '+', 1),
        nextTryAt: sql<Date>`now() + least(power(2, ${eb.ref('tries')}), 60) * interval '1 second'`,
      }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('CaptureRow as due')
          .select('due.id')
          .where('due.status', '=', 'PENDING')
          .where('due.nextTryAt', '<=', sql<Date>`now()`)
          .orderBy('due.nextTryAt')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    for (const { id } of due) await sendCapture(ctx, id, TIMEOUT_MS);
  },
};
