import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { overRanges, type Range } from '@emporium/platform/in-ranges';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';

/** What a check walks over, by its key. */
export type Walk = (ctx: Ctx, after: string, size: number) => Promise<string | null>;

/**
 * Makes a check that is one query on a range of rows a check of all of them; each row it finds is
 * told in its column `problem`.
 */
export function overRows(
  walk: Walk,
  find: (ctx: Ctx, range: Range) => Promise<{ problem: string }[]>,
): InvariantCheck['run'] {
  return overRanges(walk, async (ctx, range) => (await find(ctx, range)).map((row) => row.problem));
}

/** Orders that have a hold. */
export const overHolds: Walk = async (ctx, after, size) => {
  const { last } = await query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('Reservation')
        .select('orderId')
        .where('orderId', '>', after)
        .orderBy('orderId')
        .limit(size)
        .as('p'),
    )
    .select((eb) => eb.fn.max('p.orderId').as('last'))
    .executeTakeFirstOrThrow();
  return last;
};

/** Orders that the ledger names, with a hold or without. */
export const overLedgerOrders: Walk = async (ctx, after, size) => {
  const { last } = await query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('StockMovement')
        .select('orderId')
        .where('orderId', 'is not', null)
        .where('orderId', '>', after)
        .where('type', '<>', StockMovementType.RETURN)
        .orderBy('orderId')
        .limit(size)
        .as('p'),
    )
    .select((eb) => eb.fn.max('p.orderId').as('last'))
    .executeTakeFirstOrThrow();
  return last;
};
