import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { MediaServices } from '../context.js';
import { assetOfKey, originalKey } from '../blob/keys.js';
import { query } from '../tables.js';

/** I25: every row has its file, every file its row. */
export const filesAndRows: InvariantCheck<MediaServices> = {
  id: 'I25',
  title: 'files and rows belong together',
  run: async (ctx) => {
    const rows = await query(ctx).selectFrom('MediaAsset').select('id').execute();
    const ids = new Set(rows.map((row) => row.id));
    const found: string[] = [];
    for (const id of ids)
      if (!(await ctx.services.blobs.get(originalKey(id)))) found.push(`${id} has no file`);
    const young = ctx.now().getTime() - 3_600_000;
    for await (const { key, modifiedAt } of ctx.services.blobs.list('')) {
      if (modifiedAt.getTime() < young && !ids.has(assetOfKey(key)))
        found.push(`file ${key} belongs to no asset`);
    }
    return found;
  },
};
