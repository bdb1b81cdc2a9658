import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { lockTree } from './lock-tree.js';

/**
 * Assigns a product to exactly these categories. Needs the transaction that holds the product's
 * row. Throws a Rejection for unknown ones.
 */
export async function assignCategories(
  ctx: Ctx,
  productId: string,
  categoryIds: readonly string[],
): Promise<void> {
  await lockTree(ctx, 'shared');
  await query(ctx).deleteFrom('ProductCategory').where('productId', '=', productId).execute();
  if (categoryIds.length === 0) return;
  const known = await query(ctx)
    .selectFrom('Category')
    .select('id')
    .where('id', 'in', categoryIds)
    .execute();
  const missing = categoryIds.flatMap((id, index) =>
    known.some((row) => row.id === id)
      ? []
      : [notFound(`There is no category ${id}.`, ['categoryIds', String(index)])],
  );
  if (missing.length > 0) throw new Rejection(...missing);
  const assignments = categoryIds.map((categoryId, position) => ({
    productId,
    categoryId,
    position,
  }));
  await query(ctx).insertInto('ProductCategory').values(assignments).execute();
}
