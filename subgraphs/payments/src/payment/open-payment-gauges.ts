import type { GaugeOf } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, PaymentsServices } from '../context.js';
import { query } from '../tables.js';
import { PaymentStatus } from './payment-status.js';

/**
 * Charges whose outcome nobody has told us yet; what waits for the buyer's extra step is not among
 * them.
 */
export const openPaymentGauges: GaugeOf<PaymentsServices>[] = [
  {
    name: 'emporium_payments_unknown',
    help: 'Charges whose outcome is not known yet and is being asked for.',
    read: async (ctx) => Number((await unknown(ctx)).count),
  },
  {
    name: 'emporium_payments_oldest_unknown_age_seconds',
    help: 'For how long the oldest charge of unknown outcome waits; 0 when none does.',
    read: async (ctx) => Number((await unknown(ctx)).age),
  },
];

/** By the index of the attempts that are asked for. */
function unknown(ctx: Ctx) {
  return query(ctx)
    .selectFrom('PaymentRow')
    .where('nextPollAt', 'is not', null)
    .where('status', '=', PaymentStatus.PENDING)
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<number>`coalesce(extract(epoch from clock_timestamp() - min(${eb.ref('createdAt')})), 0)::float8`.as(
        'age',
      ),
    ])
    .executeTakeFirstOrThrow();
}
