import { asEntity } from '@emporium/db/as-entity';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { canExist } from '../product/text-rules.js';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';
import { Category } from './category.entity.js';

async function byColumn(
  ctx: Ctx,
  column: 'id' | 'slug',
  keys: readonly string[],
): Promise<(Category | null)[]> {
  const possible = keys.filter(canExist);
  if (possible.length === 0) return keys.map(() => null);
  const rows = await query(ctx)
    .selectFrom('Category')
    .selectAll()
    .where(column, 'in', possible)
    .execute();
  return inKeyOrder(
    keys,
    rows.map((row) => asEntity(Category, row)),
    (category) => category[column],
  );
}

const byId = (ctx: Ctx, ids: readonly string[]) => byColumn(ctx, 'id', ids);
const bySlug = (ctx: Ctx, slugs: readonly string[]) => byColumn(ctx, 'slug', slugs);

/** Categories, batched; null when missing. */
export const categoryById = (ctx: Ctx, id: string) => batchByKey(ctx, byId).load(id);
export const categoryBySlug = (ctx: Ctx, slug: string) => batchByKey(ctx, bySlug).load(slug);

/** Answers entity references of categories, by id or slug. */
export async function resolveCategories(
  ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<(Category | null)[]> {
  return Promise.all(
    references.map((reference) =>
      'id' in reference
        ? categoryById(ctx, String(reference['id']))
        : categoryBySlug(ctx, String(reference['slug'])),
    ),
  );
}

async function ofProducts(ctx: Ctx, productIds: readonly string[]): Promise<Category[][]> {
  const rows = await query(ctx)
    .selectFrom('ProductCategory as pc')
    .innerJoin('Category as c', 'c.id', 'pc.categoryId')
    .selectAll('c')
    .select('pc.productId')
    .where('pc.productId', 'in', productIds)
    .orderBy('pc.position')
    .orderBy('c.id')
    .execute();
  const byProduct = groupBy(rows, (row) => row.productId);
  return productIds.map((id) => (byProduct.get(id) ?? []).map((row) => asEntity(Category, row)));
}

/** Categories that a product is assigned to, batched. */
export const categoriesOfProduct = async (ctx: Ctx, productId: string) =>
  (await batchByKey(ctx, ofProducts).load(productId)) ?? [];
