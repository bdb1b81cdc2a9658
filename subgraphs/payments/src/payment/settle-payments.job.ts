import { sqlRows } from '@emporium/db/sql';
import type { Job } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';
import { settlePayment } from './settle-payment.js';

const BATCH = 20;

/** Asks for the outcome of every open attempt, with growing pauses: what a time-out, an error or a crash left unknown becomes known. */
export const settlePayments: Job<PaymentsServices> = {
  name: 'settle-payments',
  everyMs: 500,
  run: async (ctx) => {
    const due = await sqlRows<{ id: string }>(
      ctx.em,
      `update payments.payment set polls = polls + 1, next_poll_at = now() + least(power(1.5, least(polls, 10)), 30) * interval '1 second' where id in (
         select id from payments.payment where next_poll_at <= now() order by next_poll_at limit ${BATCH} for update skip locked)
       returning id`,
    );
    for (const { id } of due) {
      await settlePayment(ctx, id).catch((error: unknown) =>
        ctx.log.warn({ err: error, paymentId: id }, 'outcome of the payment still unknown'),
      );
    }
  },
};
