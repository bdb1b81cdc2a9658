import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import type { ProductData } from '@emporium/catalog-events';
import { query } from '../tables.js';

type CategoryPath = ProductData['categories'][number];

/** Categories of products with everything above them, one row per step, from the root down. */
export function categorySteps(ctx: Ctx, productIds: readonly string[]) {
  return query(ctx)
    .withRecursive('path', (db) =>
      db
        .selectFrom('ProductCategory as pc')
        .innerJoin('Category as c', 'c.id', 'pc.categoryId')
        .where('pc.productId', 'in', productIds)
        .select([
          'pc.productId',
          'pc.position',
          'pc.categoryId',
          'c.id as stepId',
          'c.parentId',
          sql<number>`0`.as('up'),
        ])
        .unionAll((union) =>
          union
            .selectFrom('path as p')
            .innerJoin('Category as c', 'c.id', 'p.parentId')
            .select([
              'p.productId',
              'p.position',
              'p.categoryId',
              'c.id as stepId',
              'c.parentId',
              (eb) => eb('p.up', '+', 1).as('up'),
            ]),
        ),
    )
    .selectFrom('path as p')
    .innerJoin('Category as c', 'c.id', 'p.stepId')
    .select([
      'p.productId',
      'p.categoryId',
      'p.up',
      'c.id',
      'c.slug',
      'c.name',
      'c.position',
      'c.imageAssetId',
    ])
    .orderBy('p.productId')
    .orderBy('p.position')
    .orderBy('p.categoryId')
    .orderBy('p.up', 'desc')
    .execute();
}

/** Categories of products with everything above them, from the root down. */
export async function readCategoryPaths(
  ctx: Ctx,
  productIds: readonly string[],
): Promise<Map<string, CategoryPath[]>> {
  const paths = new Map<string, CategoryPath[]>();
  let ancestors: CategoryPath['ancestors'] = [];
  for (const { productId, id, slug, name, up } of await categorySteps(ctx, productIds)) {
    if (up > 0) {
      ancestors.push({ id, slug, name });
      continue;
    }
    paths.set(productId, [...(paths.get(productId) ?? []), { id, slug, name, ancestors }]);
    ancestors = [];
  }
  return paths;
}
