import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { toEntity } from '@emporium/db/to-entity';
import { Stock } from './stock.type.js';

async function stocksOf(ctx: Ctx, variantIds: readonly string[]): Promise<Stock[]> {
  const rows = await sqlRows(ctx.em, `select variant_id, on_hand, reserved from catalog.stock where variant_id in (?)`, [variantIds]);
  const byVariant = new Map(rows.map((row) => [row['variant_id'] as string, toEntity(Stock, row)]));
  return variantIds.map((id) => byVariant.get(id) ?? Object.assign(new Stock(), { variantId: id, onHand: 0, reserved: 0 }));
}

/** Stock of a variant, batched. */
export async function stockOfVariant(ctx: Ctx, variantId: string): Promise<Stock> {
  return (await batchByKey(ctx, stocksOf).load(variantId))!;
}
