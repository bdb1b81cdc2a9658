import { MediaDeleted } from '@emporium/media-events';
import { inTransaction } from '@emporium/platform/in-transaction';
import { originalKey, variantPrefix } from '../blob/keys.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Removes assets with their files and tells it; ids that are gone already are passed over. */
export async function removeAssets(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(ctx, async () => {
    const removed = await query(ctx)
      .deleteFrom('MediaAsset')
      .where('id', 'in', ids)
      .returning(['id', 'version'])
      .execute();
    for (const { id, version } of removed)
      ctx.emit(MediaDeleted, { key: id, version: version + 1, data: { id, version: version + 1 } });
  });
  // After the commit: files left behind by a crash here are the sweeper's.
  for (const id of ids) await removeFiles(ctx, id);
}

/** Removes the file of an asset, at every size. */
export async function removeFiles(ctx: Ctx, id: string): Promise<void> {
  const { blobs } = ctx.services;
  await blobs.delete(originalKey(id));
  for await (const { key } of blobs.list(variantPrefix(id))) await blobs.delete(key);
}
