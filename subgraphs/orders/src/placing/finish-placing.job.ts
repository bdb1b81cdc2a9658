import { sqlRows } from '@emporium/db/sql';
import type { Job } from '@emporium/platform/define-subgraph';
import { advancePlacing } from './advance-placing.js';

const TIMEOUT_MS = 2_500;
const BATCH = 20;

/**
 * The process manager: finishes or undoes every order that a crash, a time-out or a dead catalog left half-way. Due orders are claimed by
 * moving their next look ahead, so two replicas do not ask about the same one at once.
 */
export const finishPlacing: Job = {
  name: 'finish-placing',
  everyMs: 2_000,
  run: async (ctx) => {
    const due = await sqlRows<{ id: string }>(
      ctx.em,
      `update orders.orders set next_check_at = now() + interval '5 seconds' where id in (
         select id from orders.orders where status = 'PLACING' and next_check_at <= now() order by next_check_at limit ${BATCH} for update skip locked)
       returning id`,
    );
    for (const { id } of due) {
      await advancePlacing(ctx, id, TIMEOUT_MS).catch((error: unknown) =>
        ctx.log.warn({ err: error, orderId: id }, 'order still not placed'),
      );
    }
  },
};
