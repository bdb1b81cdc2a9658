import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { MediaDeleted } from '@emporium/media-events';
import { usageOf } from '../usage/usage-of.js';
import { MediaAsset } from './media-asset.entity.js';
import { inUse } from './media.errors.js';
import { removeFiles } from './remove-assets.js';

/** Removes an asset that nothing uses. */
export async function deleteMedia(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (em) => {
    const asset = await em.findOne(MediaAsset, { id });
    if (!asset) throw new Rejection(notFound('There is no such image.', ['id']));
    const [count = 0] = await usageOf(ctx, [id]);
    if (count > 0) throw new Rejection(inUse(count));
    em.remove(asset);
    ctx.emit(MediaDeleted, {
      key: id,
      version: asset.version + 1,
      data: { id, version: asset.version + 1 },
    });
  });
  // After the commit: files left behind by a crash here are the sweeper's.
  await removeFiles(ctx, id);
}
