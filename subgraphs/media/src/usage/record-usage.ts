import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';

/** What an event says about the images of one owner. */
export interface UsageFact {
  kind: 'product' | 'category';
  ownerId: string;
  /** Version of the owner; older facts than the known one change nothing. */
  version: number;
  assetIds: readonly string[];
}

/** Replaces the recorded images of an owner, unless a newer fact is known. A deleted owner is a fact without images. */
export async function recordUsage(ctx: Ctx<unknown>, fact: UsageFact): Promise<void> {
  const owner = [fact.kind, fact.ownerId];
  await inTransaction(ctx, async (em) => {
    const newer = await sqlRun(
      em,
      `insert into media.usage_source (kind, owner_id, source_version) values (?, ?, ?)
       on conflict (kind, owner_id) do update set source_version = excluded.source_version
       where usage_source.source_version < excluded.source_version`,
      [...owner, fact.version],
    );
    if (newer === 0) return;
    await sqlRun(em, 'delete from media.usage where kind = ? and owner_id = ?', owner);
    for (const assetId of new Set(fact.assetIds)) {
      await sqlRun(em, 'insert into media.usage (kind, owner_id, asset_id) values (?, ?, ?)', [...owner, assetId]);
    }
  });
}
