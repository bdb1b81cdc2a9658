import { sqlRows } from '@emporium/db/sql';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Refusal } from '../refusal/refusal.js';
import { MAX_CATEGORY_CHILDREN, MAX_CATEGORY_DEPTH, SUBTREE_IDS } from './category-tree.js';

/**
 * Checks that a category (a new one has no id yet) may stand below a parent: it exists, is not below the category itself, and the tree gets
 * neither too deep nor too wide. Needs the exclusive lock of the tree. Throws a Refusal.
 */
export async function checkPlace(ctx: Ctx, parentId: string | null, categoryId?: string): Promise<void> {
  const path = ['input', 'parentId'];
  if (parentId !== null && categoryId !== undefined) {
    const below = await sqlRows<{ id: string }>(ctx.em, SUBTREE_IDS, [categoryId]);
    if (below.some((row) => row.id === parentId)) throw new Refusal(invalidInput('A category cannot stand below itself.', path));
  }
  const [there] = await sqlRows<{ depth: number; height: number; siblings: number }>(
    ctx.em,
    `with recursive up as (
       select id, parent_id, 1 as depth from catalog.category where id = ?
       union all select c.id, c.parent_id, u.depth + 1 from up u join catalog.category c on c.id = u.parent_id),
     down as (
       select id, 1 as height from catalog.category where id = ?
       union all select c.id, d.height + 1 from down d join catalog.category c on c.parent_id = d.id)
     select (select coalesce(max(depth), 0)::int from up) as depth, (select coalesce(max(height), 1)::int from down) as height,
       (select count(*)::int from catalog.category where parent_id is not distinct from ? and id <> ?) as siblings`,
    [parentId, categoryId ?? '', parentId, categoryId ?? ''],
  );
  const { depth, height, siblings } = there!;
  if (parentId !== null && depth === 0) throw new Refusal(notFound(`There is no category ${parentId}.`, path));
  if (depth + height > MAX_CATEGORY_DEPTH) throw new Refusal(invalidInput(`The tree can have at most ${MAX_CATEGORY_DEPTH} levels.`, path));
  if (siblings >= MAX_CATEGORY_CHILDREN)
    throw new Refusal(invalidInput(`A category can have at most ${MAX_CATEGORY_CHILDREN} children.`, path));
}
