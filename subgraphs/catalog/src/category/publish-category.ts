import type { EventDefinition } from '@emporium/bus/define-event';
import type { Ctx } from '@emporium/platform/context';
import type { CategoryData } from '@emporium/catalog-events';
import { query } from '../tables.js';
import { withSubtree } from './category-tree.js';

/** Publishes a category as it is now. */
export async function publishCategory(
  ctx: Ctx,
  categoryId: string,
  event: EventDefinition<CategoryData>,
): Promise<void> {
  const category = await query(ctx)
    .selectFrom('Category')
    .selectAll()
    .where('id', '=', categoryId)
    .executeTakeFirstOrThrow();
  const { id, slug, name, parentId, position, imageAssetId, version, createdAt, updatedAt } =
    category;
  ctx.emit(event, {
    key: id,
    version,
    data: {
      id,
      slug,
      name,
      parentId,
      position,
      imageAssetId,
      version,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
  });
}

/** Queues the products in a category and below it: their events carry its path. */
export async function queueProducts(ctx: Ctx, categoryId: string): Promise<void> {
  await withSubtree(ctx, categoryId)
    .insertInto('ProductRepublish')
    .columns(['productId'])
    .expression((eb) =>
      eb
        .selectFrom('ProductCategory as pc')
        .where('pc.categoryId', 'in', eb.selectFrom('tree').select('tree.id'))
        .select('pc.productId')
        .distinct()
        .orderBy('pc.productId'),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
