import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';

/** How many places use each asset, in the order of the ids. */
export async function usageOf(ctx: Pick<Ctx, 'em'>, assetIds: readonly string[]): Promise<number[]> {
  const rows = await sqlRows<{ asset_id: string; n: number }>(
    ctx.em,
    `select asset_id, count(*)::int as n from media.usage where asset_id in (${assetIds.map(() => '?').join(',')}) group by asset_id`,
    assetIds,
  );
  const counts = new Map(rows.map((row) => [row.asset_id, row.n]));
  return assetIds.map((id) => counts.get(id) ?? 0);
}
