import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { MediaServices } from '../context.js';
import { originalKey } from '../blob/keys.js';
import { MediaDeleted } from '@emporium/media-events';
import { query } from '../tables.js';

const PAGE = 500;

/**
 * Assets whose file is gone: they were deleted after the moment to which the database was set back,
 * and bytes do not come back. With `apply` they are deleted again. Yields `{ text }` for each.
 */
export const lostFiles: Command<MediaServices> = {
  name: 'lost-files',
  async *run(ctx, args) {
    const { apply } = z.object({ apply: z.boolean() }).parse(args);
    for (let after = ''; ;) {
      const page = await query(ctx)
        .selectFrom('MediaAsset')
        .select(['id', 'version'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      for (const { id, version } of page) {
        if (await ctx.services.blobs.get(originalKey(id))) continue;
        if (apply) {
          await inTransaction(ctx, async () => {
            await query(ctx).deleteFrom('MediaAsset').where('id', '=', id).execute();
            ctx.emit(MediaDeleted, {
              key: id,
              version: version + 1,
              data: { id, version: version + 1 },
            });
          });
        }
        yield { text: `${id} has no file${apply ? ': deleted again' : ''}` };
      }
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  },
};
