import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { PaymentsServices } from '../context.js';
import { query } from '../tables.js';
import { settlePayment } from './settle-payment.js';

const BATCH = 20;

/**
 * Asks for the outcome of every open attempt, with growing pauses: what a time-out, an error or a
 * crash left unknown becomes known.
 */
export const settlePayments: Job<PaymentsServices> = {
  name: 'settle-payments',
  everyMs: 500,
  run: async (ctx) => {
    const due = await query(ctx)
      .updateTable('PaymentRow')
      .set((eb) => ({
        polls: eb('polls', '+', 1),
        nextPollAt: sql<Date>`now() + least(power(1.5, least(${eb.ref('polls')}, 10)), 30) * interval '1 second'`,
      }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('PaymentRow as due')
          .select('due.id')
          .where('due.nextPollAt', '<=', sql<Date>`now()`)
          .orderBy('due.nextPollAt')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    for (const { id } of due) {
      await settlePayment(ctx, id).catch((error: unknown) =>
        ctx.log.warn({ err: error, paymentId: id }, 'outcome of the payment still unknown'),
      );
    }
  },
};
