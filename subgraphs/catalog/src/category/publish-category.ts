import type { EventDefinition } from '@emporium/bus/define-event';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { CategoryData } from '../events.js';
import { toEntity } from '@emporium/db/to-entity';
import { Category } from './category.entity.js';
import { SUBTREE_IDS } from './category-tree.js';

/** Publishes a category as it is now. */
export async function publishCategory(ctx: Ctx, categoryId: string, event: EventDefinition<CategoryData>): Promise<void> {
  const [row] = await sqlRows(ctx.em, `select * from catalog.category where id = ?`, [categoryId]);
  const { id, slug, name, parentId, position, imageAssetId, version, createdAt, updatedAt } = toEntity(Category, row!);
  ctx.emit(event, {
    key: id,
    version,
    data: {
      id,
      slug,
      name,
      parentId: parentId ?? null,
      position,
      imageAssetId: imageAssetId ?? null,
      version,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
  });
}

/** Queues the products in a category and below it: their events carry its path. */
export async function queueProducts(ctx: Ctx, categoryId: string): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into catalog.product_republish (product_id)
     select distinct product_id from catalog.product_category where category_id in (${SUBTREE_IDS}) order by product_id on conflict do nothing`,
    [categoryId],
  );
}
