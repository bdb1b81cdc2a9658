import { sqlRows } from '@emporium/db/sql';
import type { Job } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';
import { sendRefund } from './send-refund.js';

const TIMEOUT_MS = 5_000;
const BATCH = 20;

/** Sends refunds that are due, with growing pauses after each try without an answer. */
export const sendRefunds: Job<PaymentsServices> = {
  name: 'send-refunds',
  everyMs: 1_000,
  run: async (ctx) => {
    const due = await sqlRows<{ id: string }>(
      ctx.em,
      `update payments.refund set tries = tries + 1, next_try_at = now() + least(power(2, tries), 60) * interval '1 second' where id in (
         select id from payments.refund where status = 'PENDING' and next_try_at <= now() order by next_try_at limit ${BATCH} for update skip locked)
       returning id`,
    );
    for (const { id } of due) await sendRefund(ctx, id, TIMEOUT_MS);
  },
};
