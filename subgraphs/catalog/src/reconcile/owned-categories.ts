import { skipVersions } from '@emporium/db/outbox/skip-versions';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { OwnedState } from '@emporium/platform/owned-state';
import { lockTree } from '../category/lock-tree.js';
import { publishCategory } from '../category/publish-category.js';
import { CategoryDeleted, CategoryUpdated } from '@emporium/catalog-events';
import { query } from '../tables.js';

const living = (ctx: Ctx) => query(ctx).selectFrom('Category').select(['id', 'version']);

/** Categories, which search and media copy in part. */
export const ownedCategories: OwnedState = {
  name: 'categories',
  page: (ctx, after, limit) =>
    living(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => living(ctx).where('id', 'in', ids).execute(),
  publishAgain: async (ctx, floors) => {
    for (const [id, floor] of floors) await inTransaction(ctx, () => tell(ctx, id, floor));
  },
  // Rows of deleted categories go, so that an end is told with the id alone.
  endAgain: async (ctx, floors) => {
    const at = ctx.now().toISOString();
    await inTransaction(ctx, async () => {
      for (const [id, floor] of floors) {
        const version = floor + 1;
        const nothing = {
          id,
          slug: '',
          name: '',
          parentId: null,
          position: 0,
          imageAssetId: null,
          createdAt: at,
          updatedAt: at,
        };
        ctx.emit(CategoryDeleted, { key: id, version, data: { ...nothing, version } });
      }
    });
    return [];
  },
};

async function tell(ctx: Ctx, id: string, floor: number): Promise<void> {
  await lockTree(ctx, 'exclusive');
  const category = await living(ctx).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!category) return;
  const version = Math.max(category.version, floor) + 1;
  await skipVersions(ctx.em, {
    topic: 'product_events',
    aggregateId: id,
    from: category.version + 1,
    to: version - 1,
  });
  await query(ctx).updateTable('Category').set({ version }).where('id', '=', id).execute();
  await publishCategory(ctx, id, CategoryUpdated);
}
