import type { Ctx } from '@emporium/platform/context';
import { insertCategory } from '../category/create-category.js';
import type { CategoryStep } from '../csv/category-paths.js';
import { query } from '../tables.js';

/**
 * Finds the categories at the ends of the paths, making those that are missing. Existing ones are
 * neither moved nor renamed.
 */
export async function importCategories(
  ctx: Ctx,
  paths: readonly (readonly CategoryStep[])[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const path of paths) {
    let parentId: string | null = null;
    for (const step of path)
      parentId =
        (await findCategory(ctx, step, parentId)) ??
        (await insertCategory(ctx, { ...step, parentId }));
    if (parentId !== null && !ids.includes(parentId)) ids.push(parentId);
  }
  return ids;
}

async function findCategory(
  ctx: Ctx,
  step: CategoryStep,
  parentId: string | null,
): Promise<string | undefined> {
  const categories = query(ctx).selectFrom('Category').select('id');
  const wanted = step.slug
    ? categories.where('slug', '=', step.slug)
    : categories
        .where('name', '=', step.name)
        .where('parentId', 'is not distinct from', parentId)
        .orderBy('position')
        .orderBy('id')
        .limit(1);
  const row = await wanted.executeTakeFirst();
  return row?.id;
}
