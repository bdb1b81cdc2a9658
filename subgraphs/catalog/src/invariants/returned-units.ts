import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { ReservationState } from '../reservation/reservation.type.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { MAX_PROBLEMS, orZero, problem } from './problem.js';

/**
 * I9: never more units of an order come back than it had, and none in parts once it gave back all.
 */
export const returnedUnits = (ctx: Ctx, { after, upTo }: Range) =>
  query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('StockMovement as m')
        .innerJoin('Reservation as r', 'r.orderId', 'm.orderId')
        .leftJoin('ReservationLine as l', (join) =>
          join.onRef('l.orderId', '=', 'm.orderId').onRef('l.variantId', '=', 'm.variantId'),
        )
        .where('m.type', '=', StockMovementType.RETURN)
        .where('r.orderId', '>', after)
        .where('r.orderId', '<=', upTo)
        .groupBy(['r.orderId', 'r.state', 'm.variantId', 'l.quantity'])
        .select((m) => [
          'r.orderId',
          'm.variantId',
          orZero(m.fn.sum('m.change')).as('returned'),
          sql<number>`case when ${m.ref('r.state')} = ${ReservationState.CONFIRMED} then coalesce(${m.ref('l.quantity')}, 0) else 0 end`.as(
            'sold',
          ),
        ])
        .as('m'),
    )
    .select((eb) =>
      problem(
        'order %s, variant %s: %s sold, %s came back',
        eb.ref('m.orderId'),
        eb.ref('m.variantId'),
        eb.ref('m.sold'),
        eb.ref('m.returned'),
      ),
    )
    .where((eb) => eb.or([eb('m.returned', '>', eb.ref('m.sold')), eb('m.returned', '<', 0)]))
    .limit(MAX_PROBLEMS)
    .execute();
