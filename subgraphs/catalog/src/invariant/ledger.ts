import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { MOST_PROBLEMS, orZero, problem } from './problem.js';

/** I2: the sums of a variant's ledger are its stock, and every line's balance is the sum up to it. */
export const ledgerSums = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Stock as s')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('StockMovement')
          .groupBy('variantId')
          .select((m) => ['variantId', m.fn.sum<number>('change').as('change'), m.fn.sum<number>('reservedChange').as('reservedChange')])
          .as('m'),
      (join) => join.onRef('m.variantId', '=', 's.variantId'),
    )
    .select((eb) =>
      problem(
        'variant %s: stock %s/%s, ledger %s/%s',
        eb.ref('s.variantId'),
        eb.ref('s.onHand'),
        eb.ref('s.reserved'),
        orZero(eb.ref('m.change')),
        orZero(eb.ref('m.reservedChange')),
      ),
    )
    .where((eb) => eb.or([eb('s.onHand', '<>', orZero(eb.ref('m.change'))), eb('s.reserved', '<>', orZero(eb.ref('m.reservedChange')))]))
    .unionAll(unbalancedLines(ctx))
    .limit(MOST_PROBLEMS)
    .execute();

function unbalancedLines(ctx: Ctx) {
  return query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('StockMovement as m')
        .select((m) => [
          'm.id',
          'm.variantId',
          'm.balanceAfter',
          'm.reservedAfter',
          m.fn
            .sum<number>('m.change')
            .over((o) => o.partitionBy('m.variantId').orderBy('m.seq'))
            .as('changeSum'),
          m.fn
            .sum<number>('m.reservedChange')
            .over((o) => o.partitionBy('m.variantId').orderBy('m.seq'))
            .as('reservedSum'),
        ])
        .as('l'),
    )
    .select((eb) =>
      problem(
        'ledger line %s of variant %s: balance %s/%s, sum %s/%s',
        eb.ref('l.id'),
        eb.ref('l.variantId'),
        eb.ref('l.balanceAfter'),
        eb.ref('l.reservedAfter'),
        eb.ref('l.changeSum'),
        eb.ref('l.reservedSum'),
      ),
    )
    .where((eb) => eb.or([eb('l.balanceAfter', '<>', eb.ref('l.changeSum')), eb('l.reservedAfter', '<>', eb.ref('l.reservedSum'))]));
}

/** I9: each order takes its pieces at most once, gives them back at most once, and only after it took them. */
export const ledgerPairs = (ctx: Ctx) =>
  query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('StockMovement')
        .where('orderId', 'is not', null)
        .groupBy(['orderId', 'variantId'])
        .select((m) => {
          const sumOf = (type: StockMovementType) => orZero(m.fn.sum('change').filterWhere('type', '=', type));
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
    .where((eb) => eb.or([eb('m.taken', '<', 0), eb('m.back', '<', 0), eb('m.back', '>', eb.ref('m.taken'))]))
    .unionAll(
      query(ctx)
        .selectFrom('StockMovement as m')
        .leftJoin('Reservation as r', 'r.orderId', 'm.orderId')
        .select((eb) => problem('ledger line %s names order %s, which has no hold', eb.ref('m.id'), eb.ref('m.orderId')))
        .where('m.orderId', 'is not', null)
        .where('r.orderId', 'is', null),
    )
    .limit(MOST_PROBLEMS)
    .execute();
