import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { query } from '../tables.js';

/** What an event says about the images of one owner. */
export interface UsageFact {
  kind: 'product' | 'category';
  ownerId: string;
  /** Version of the owner; older facts than the known one change nothing. */
  version: number;
  assetIds: readonly string[];
}

/**
 * Replaces the recorded images of an owner, unless a newer fact is known. A deleted owner is a fact
 * without images.
 */
export async function recordUsage(ctx: Ctx, fact: UsageFact): Promise<void> {
  const { kind, ownerId, version } = fact;
  await inTransaction(ctx, async () => {
    const newer = await query(ctx)
      .insertInto('UsageSource')
      .values({ kind, ownerId, sourceVersion: version })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'ownerId'])
          .doUpdateSet({ sourceVersion: version })
          .where('UsageSource.sourceVersion', '<', version),
      )
      .returning('ownerId')
      .executeTakeFirst();
    if (!newer) return;
    await query(ctx)
      .deleteFrom('Usage')
      .where('kind', '=', kind)
      .where('ownerId', '=', ownerId)
      .execute();
    const used = [...new Set(fact.assetIds)].map((assetId) => ({ kind, ownerId, assetId }));
    if (used.length > 0) await query(ctx).insertInto('Usage').values(used).execute();
  });
}
