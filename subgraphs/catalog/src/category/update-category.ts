import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { CategoryDeleted, CategoryUpdated } from '@emporium/catalog-events';
import { invalidInput } from '@emporium/graphql/user-errors';
import { canExist } from '../product/text-rules.js';
import { republishFirst } from '../product/republish-queued.js';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import type { Category } from './category.entity.js';
import type { CategoryUpdateInput } from './category.inputs.js';
import { categoryUpdateRules } from './category.rules.js';
import { checkPlace } from './check-place.js';
import { lockTree } from './lock-tree.js';
import { publishCategory, queueProducts } from './publish-category.js';

/**
 * Changes a category. Products below it are published again when their path changed. Throws a
 * Rejection.
 */
export async function updateCategory(ctx: Ctx, input: CategoryUpdateInput): Promise<void> {
  const { parentId, imageAssetId, ...others } = checked(categoryUpdateRules, input, ['input']);
  await inTransaction(ctx, async () => {
    const before = await raiseVersion(ctx, input.id, input.expectedVersion, ['input', 'id']);
    if (parentId !== undefined && parentId !== before.parentId)
      await checkPlace(ctx, parentId, input.id);
    const values = {
      ...Object.fromEntries(Object.entries(others).filter(([, value]) => value != null)),
      ...(parentId === undefined ? {} : { parentId }),
      ...(imageAssetId === undefined ? {} : { imageAssetId }),
    } as Partial<Category>;
    if (Object.keys(values).length > 0)
      await query(ctx).updateTable('Category').set(values).where('id', '=', input.id).execute();
    await publishCategory(ctx, input.id, CategoryUpdated);
    const after = { ...before, ...values };
    if (
      after.name !== before.name ||
      after.slug !== before.slug ||
      after.parentId !== before.parentId
    )
      await queueProducts(ctx, input.id);
  });
  await republishFirst(ctx);
}

/** Deletes a category without children; its products lose the assignment. Throws a Rejection. */
export async function deleteCategory(
  ctx: Ctx,
  categoryId: string,
  expectedVersion?: number | null,
): Promise<void> {
  await inTransaction(ctx, async () => {
    await raiseVersion(ctx, categoryId, expectedVersion, ['id']);
    const children = await query(ctx)
      .selectFrom('Category')
      .select('id')
      .where('parentId', '=', categoryId)
      .limit(1)
      .execute();
    if (children.length > 0)
      throw new Rejection(
        invalidInput('The category has categories below it: move or delete them first.', ['id']),
      );
    await publishCategory(ctx, categoryId, CategoryDeleted);
    await queueProducts(ctx, categoryId);
    await query(ctx).deleteFrom('ProductCategory').where('categoryId', '=', categoryId).execute();
    await query(ctx).deleteFrom('Category').where('id', '=', categoryId).execute();
  });
  await republishFirst(ctx);
}

/** Locks the tree, then raises the version of one category. Returns it as it was otherwise. */
async function raiseVersion(
  ctx: Ctx,
  categoryId: string,
  expectedVersion: number | null | undefined,
  path: string[],
) {
  const missing = new Rejection(notFound(`There is no category ${categoryId}.`, path));
  if (!canExist(categoryId)) throw missing;
  await lockTree(ctx, 'exclusive');
  const category = await query(ctx)
    .updateTable('Category')
    .set((eb) => ({ version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', categoryId)
    .returningAll()
    .executeTakeFirst();
  if (!category) throw missing;
  // Throwing undoes the raise.
  if (expectedVersion != null && category.version !== expectedVersion + 1)
    throw new Rejection(versionConflict(category.version - 1));
  return category;
}
