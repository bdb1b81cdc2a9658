import type { Command } from '@emporium/platform/define-subgraph';
import { query } from '../tables.js';
import { StockMovementType } from './stock-movement.entity.js';

const PAGE = 500;
/**
 * Movements that bring units into the house or take them out of it for another reason than an
 * order.
 */
const PUT_IN = [
  StockMovementType.INITIAL_STOCK,
  StockMovementType.ADMIN_UPDATE,
  StockMovementType.ADJUSTMENT,
  StockMovementType.RETURN,
] as const;

/**
 * Yields `{ variantId, available, putIn }` for every variant: what can be ordered, and what was
 * ever put in stock.
 */
export const stockSums: Command = {
  name: 'stock-sums',
  async *run(ctx) {
    for (let after = ''; ;) {
      const page = await query(ctx)
        .selectFrom('Stock as s')
        .select((eb) => [
          's.variantId',
          eb('s.onHand', '-', eb.ref('s.reserved')).as('available'),
          eb
            .selectFrom('StockMovement as m')
            .select((m) => m.fn.coalesce(m.fn.sum<number>('m.change'), m.lit(0)).as('putIn'))
            .whereRef('m.variantId', '=', 's.variantId')
            .where('m.type', 'in', PUT_IN)
            .$asScalar()
            .as('putIn'),
        ])
        .where('s.variantId', '>', after)
        .orderBy('s.variantId')
        .limit(PAGE)
        .execute();
      for (const { variantId, available, putIn } of page)
        yield { variantId, available, putIn: Number(putIn) };
      if (page.length < PAGE) return;
      after = page.at(-1)!.variantId;
    }
  },
};
