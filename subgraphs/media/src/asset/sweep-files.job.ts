import type { Job } from '@emporium/platform/define-subgraph';
import type { MediaServices } from '../context.js';
import { assetOfKey } from '../blob/keys.js';
import { query } from '../tables.js';

/** Younger files may belong to an upload that has not committed yet. */
const MIN_AGE_MS = 3_600_000;

/** Removes files whose asset does not exist: left by a crash between file and row. */
export const sweepFiles: Job<MediaServices> = {
  name: 'sweep-files',
  everyMs: 3_600_000,
  run: async (ctx) => {
    const { blobs } = ctx.services;
    const oldEnough = ctx.now().getTime() - MIN_AGE_MS;
    for await (const { key, modifiedAt } of blobs.list('')) {
      if (modifiedAt.getTime() > oldEnough) continue;
      const asset = await query(ctx)
        .selectFrom('MediaAsset')
        .select('id')
        .where('id', '=', assetOfKey(key))
        .executeTakeFirst();
      if (!asset) await blobs.delete(key);
    }
  },
};
