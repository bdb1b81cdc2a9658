import type { Job } from '@emporium/platform/define-subgraph';
import { removeAssets } from '../asset/remove-assets.js';
import type { MediaServices } from '../context.js';
import { query } from '../tables.js';
import { avatarsInUse } from './avatars-in-use.js';

const PAGE = 100;
/** A picture that was just uploaded gets its time to be chosen. */
const MIN_AGE_MS = 24 * 3_600_000;

/** Removes own pictures that no profile shows: replaced ones, and those never chosen. */
export const sweepAvatars: Job<MediaServices> = {
  name: 'sweep-avatars',
  everyMs: 3_600_000,
  run: async (ctx) => {
    const before = new Date(ctx.now().getTime() - MIN_AGE_MS);
    for (let after = ''; ;) {
      const page = await query(ctx)
        .selectFrom('MediaAsset')
        .select('id')
        .where('ownerId', 'is not', null)
        .where('createdAt', '<', before)
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      const ids = page.map(({ id }) => id);
      if (ids.length > 0) {
        const used = await avatarsInUse(ctx, ids);
        await removeAssets(
          ctx,
          ids.filter((id) => !used.has(id)),
        );
      }
      if (page.length < PAGE) return;
      after = ids.at(-1)!;
    }
  },
};
