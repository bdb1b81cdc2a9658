import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** How many places use each asset, in the order of the ids. */
export async function usageOf(
  ctx: Pick<Ctx, 'em'>,
  assetIds: readonly string[],
): Promise<number[]> {
  const rows = await query(ctx)
    .selectFrom('Usage')
    .select(['assetId', (eb) => eb.fn.countAll<number>().as('places')])
    .where('assetId', 'in', assetIds)
    .groupBy('assetId')
    .execute();
  const counts = new Map(rows.map((row) => [row.assetId, row.places]));
  return assetIds.map((id) => counts.get(id) ?? 0);
}
