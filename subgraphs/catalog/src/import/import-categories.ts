import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { insertCategory } from '../category/create-category.js';
import type { CategoryStep } from '../csv/category-paths.js';

/** Finds the categories at the ends of the paths, making those that are missing. Existing ones are neither moved nor renamed. */
export async function importCategories(ctx: Ctx, paths: readonly (readonly CategoryStep[])[]): Promise<string[]> {
  const ids: string[] = [];
  for (const path of paths) {
    let parentId: string | null = null;
    for (const step of path) parentId = (await findCategory(ctx, step, parentId)) ?? (await insertCategory(ctx, { ...step, parentId }));
    if (parentId !== null && !ids.includes(parentId)) ids.push(parentId);
  }
  return ids;
}

async function findCategory(ctx: Ctx, step: CategoryStep, parentId: string | null): Promise<string | undefined> {
  const [row] = step.slug
    ? await sqlRows<{ id: string }>(ctx.em, `select id from catalog.category where slug = ?`, [step.slug])
    : await sqlRows<{ id: string }>(
        ctx.em,
        `select id from catalog.category where name = ? and parent_id is not distinct from ? order by position, id limit 1`,
        [step.name, parentId],
      );
  return row?.id;
}
