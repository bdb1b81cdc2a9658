import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/** Categories of products with all their ancestors, each once, by product. */
export async function categoryIdsOfProducts(
  ctx: Ctx,
  productIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (productIds.length === 0) return new Map();
  const rows = await query(ctx)
    .withRecursive('up', (db) =>
      db
        .selectFrom('ProductCategory as pc')
        .select(['pc.productId', 'pc.categoryId'])
        .where('pc.productId', 'in', productIds)
        .union((above) =>
          above
            .selectFrom('up')
            .innerJoin('Category as c', 'c.id', 'up.categoryId')
            .where('c.parentId', 'is not', null)
            .select(['up.productId', sql<string>`${sql.ref('c.parentId')}`.as('categoryId')]),
        ),
    )
    .selectFrom('up')
    .select(['up.productId', 'up.categoryId'])
    .orderBy('up.categoryId')
    .execute();
  const found = new Map<string, string[]>();
  for (const { productId, categoryId } of rows)
    found.set(productId, [...(found.get(productId) ?? []), categoryId]);
  return found;
}

/** The same for one product, batched over the fields of a request. */
export const categoryIdsOfProduct = async (ctx: Ctx, productId: string): Promise<string[]> =>
  (await batchByKey(ctx, inOrder).load(productId)) ?? [];

async function inOrder(ctx: Ctx, productIds: readonly string[]): Promise<string[][]> {
  const found = await categoryIdsOfProducts(ctx, productIds);
  return productIds.map((id) => found.get(id) ?? []);
}
