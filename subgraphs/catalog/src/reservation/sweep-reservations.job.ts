import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { isAbandoned } from './is-abandoned.js';
import { ReservationState } from './reservation.type.js';
import { releaseHold } from './settle-reservation.js';

const BATCH = 50;

/**
 * Asks orders about holds that are past their time, and frees those whose order is unknown,
 * rejected or cancelled. Orders alone decides expiry: this only catches what it forgot, e.g.
 * because it died between the hold and its own commit.
 */
export const sweepReservations: Job = {
  name: 'sweep-reservations',
  everyMs: 30_000,
  run: async (ctx) => {
    // Those asked longest ago come first, so that holds which must stay do not keep others from
    // being looked at.
    const now = sql<Date>`now()`;
    const due = await query(ctx)
      .updateTable('Reservation')
      .set({ askedAt: now })
      .where('orderId', 'in', (eb) =>
        eb
          .selectFrom('Reservation')
          .select('orderId')
          .where('state', '=', ReservationState.HELD)
          .where('expiresAt', '<', now)
          .orderBy('askedAt', (order) => order.asc().nullsFirst())
          .orderBy('expiresAt')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('orderId')
      .execute();
    for (const { orderId } of due) {
      try {
        if (await isAbandoned(ctx, orderId))
          await inTransaction(ctx, () => releaseHold(ctx, orderId));
      } catch (err) {
        ctx.log.warn({ err, orderId }, 'could not settle an old hold, will ask again');
      }
    }
  },
};
