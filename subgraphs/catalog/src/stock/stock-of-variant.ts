import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { Stock } from './stock.type.js';

async function stocksOf(ctx: Ctx, variantIds: readonly string[]): Promise<Stock[]> {
  const rows = await query(ctx)
    .selectFrom('Stock')
    .select(['variantId', 'onHand', 'reserved'])
    .where('variantId', 'in', variantIds)
    .execute();
  const byVariant = new Map(rows.map((row) => [row.variantId, asEntity(Stock, row)]));
  return variantIds.map(
    (id) =>
      byVariant.get(id) ?? Object.assign(new Stock(), { variantId: id, onHand: 0, reserved: 0 }),
  );
}

/** Stock of a variant, batched. */
export async function stockOfVariant(ctx: Ctx, variantId: string): Promise<Stock> {
  return (await batchByKey(ctx, stocksOf).load(variantId))!;
}
