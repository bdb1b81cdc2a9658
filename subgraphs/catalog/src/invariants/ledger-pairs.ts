import type { Range } from '@emporium/platform/in-ranges';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { MAX_PROBLEMS, orZero, problem } from './problem.js';

/**
 * I9: each order takes its units at most once, gives them back at most once, and only after it took
 * them.
 */
export const ledgerPairs = (ctx: Ctx, { after, upTo }: Range) =>
  query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('StockMovement')
        .where('orderId', 'is not', null)
        .where('orderId', '>', after)
        .where('orderId', '<=', upTo)
        // What comes back later has lines of its own, and is not in the index of the orders.
        .where('type', '<>', StockMovementType.RETURN)
        .groupBy(['orderId', 'variantId'])
        .select((m) => {
          const sumOf = (type: StockMovementType) =>
            orZero(m.fn.sum('change').filterWhere('type', '=', type));
          return [
            'orderId',
            'variantId',
            sql<number>`-${sumOf(StockMovementType.ORDER)}`.as('taken'),
            sumOf(StockMovementType.ORDER_CANCELLED).as('back'),
          ];
        })
        .as('m'),
    )
    .select((eb) =>
      problem(
        'order %s, variant %s: %s taken, %s given back',
        eb.ref('m.orderId'),
        eb.ref('m.variantId'),
        eb.ref('m.taken'),
        eb.ref('m.back'),
      ),
    )
    .where((eb) =>
      eb.or([eb('m.taken', '<', 0), eb('m.back', '<', 0), eb('m.back', '>', eb.ref('m.taken'))]),
    )
    .unionAll(
      query(ctx)
        .selectFrom('StockMovement as m')
        .leftJoin('Reservation as r', 'r.orderId', 'm.orderId')
        .select((eb) =>
          problem(
            'ledger line %s names order %s, which has no hold',
            eb.ref('m.id'),
            eb.ref('m.orderId'),
          ),
        )
        .where('m.orderId', 'is not', null)
        .where('m.orderId', '>', after)
        .where('m.orderId', '<=', upTo)
        .where('m.type', '<>', StockMovementType.RETURN)
        .where('r.orderId', 'is', null),
    )
    .limit(MAX_PROBLEMS)
    .execute();
