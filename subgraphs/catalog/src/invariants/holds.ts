import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql, type Expression } from 'kysely';
import { ReservationState } from '../reservation/reservation.type.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { MAX_PROBLEMS, orZero, problem } from './problem.js';

/** I4: what stock counts as reserved are the lines of open holds. */
export const heldSums = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Stock as s')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('ReservationLine as l')
          .innerJoin('Reservation as r', 'r.orderId', 'l.orderId')
          .where('r.state', '=', ReservationState.HELD)
          .groupBy('l.variantId')
          .select((line) => ['l.variantId', line.fn.sum<number>('l.quantity').as('held')])
          .as('h'),
      (join) => join.onRef('h.variantId', '=', 's.variantId'),
    )
    .select((eb) =>
      problem(
        'variant %s: %s reserved, open holds say %s',
        eb.ref('s.variantId'),
        eb.ref('s.reserved'),
        orZero(eb.ref('h.held')),
      ),
    )
    .where((eb) => eb('s.reserved', '<>', orZero(eb.ref('h.held'))))
    .limit(MAX_PROBLEMS)
    .execute();

/** I4: for each line of a hold, the ledger says what its state says. */
export const reservationLedger = (ctx: Ctx, { after, upTo }: Range) =>
  query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('Reservation as r')
        .innerJoin('ReservationLine as l', 'l.orderId', 'r.orderId')
        .leftJoin('StockMovement as m', (join) =>
          join
            .onRef('m.orderId', '=', 'l.orderId')
            .onRef('m.variantId', '=', 'l.variantId')
            .on('m.type', '<>', StockMovementType.RETURN),
        )
        .where('r.orderId', '>', after)
        .where('r.orderId', '<=', upTo)
        .groupBy(['r.orderId', 'r.state', 'l.variantId', 'l.quantity'])
        .select((line) => [
          'r.orderId',
          'r.state',
          'l.variantId',
          'l.quantity',
          orZero(line.fn.sum('m.change')).as('change'),
          orZero(line.fn.sum('m.reservedChange')).as('reservedChange'),
        ])
        .as('h'),
    )
    .select((eb) =>
      problem(
        'order %s (%s), variant %s: %s units, ledger says %s on hand and %s reserved',
        eb.ref('h.orderId'),
        eb.ref('h.state'),
        eb.ref('h.variantId'),
        eb.ref('h.quantity'),
        eb.ref('h.change'),
        eb.ref('h.reservedChange'),
      ),
    )
    .where((eb) => {
      const quantity = eb.ref('h.quantity');
      const wrong = (
        state: ReservationState,
        onHand: Expression<number>,
        reserved: Expression<number>,
      ) =>
        eb.and([
          eb('h.state', '=', state),
          eb.or([eb('h.change', '<>', onHand), eb('h.reservedChange', '<>', reserved)]),
        ]);
      const none = sql<number>`0`;
      return eb.or([
        wrong(ReservationState.HELD, none, quantity),
        wrong(ReservationState.CONFIRMED, sql<number>`-${quantity}`, none),
        wrong(ReservationState.RELEASED, none, none),
      ]);
    })
    .unionAll(
      query(ctx)
        .selectFrom('Reservation as r')
        .select((eb) => problem('order %s has an open hold without lines', eb.ref('r.orderId')))
        .where('r.orderId', '>', after)
        .where('r.orderId', '<=', upTo)
        .where('r.state', '<>', ReservationState.RELEASED)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('ReservationLine as l')
                .select('l.orderId')
                .whereRef('l.orderId', '=', 'r.orderId'),
            ),
          ),
        ),
    )
    .limit(MAX_PROBLEMS)
    .execute();

/** I4: the sweeper runs every 30 s; five minutes past its time a hold has been forgotten. */
export const overdueHolds = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Reservation as r')
    .select((eb) =>
      problem(
        'the hold of order %s should have ended at %s',
        eb.ref('r.orderId'),
        eb.ref('r.expiresAt'),
      ),
    )
    .where('r.state', '=', ReservationState.HELD)
    .where('r.expiresAt', '<', sql<Date>`now() - interval '5 minutes'`)
    .limit(MAX_PROBLEMS)
    .execute();
