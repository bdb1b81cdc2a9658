import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { groupBy } from '../row/group-by.js';
import { toEntity } from '@emporium/db/to-entity';
import { Category } from './category.entity.js';

/** Deepest level of the tree; keeps paths short enough to be part of every product event. */
export const MAX_CATEGORY_DEPTH = 12;
/** Most children of one category: the list is not paged. */
export const MAX_CATEGORY_CHILDREN = 500;

async function childrenOf(ctx: Ctx, parentIds: readonly string[]): Promise<Category[][]> {
  const rows = await sqlRows(ctx.em, `select * from catalog.category where parent_id in (?) order by position, id`, [parentIds]);
  const byParent = groupBy(
    rows.map((row) => toEntity(Category, row)),
    (category) => category.parentId,
  );
  return parentIds.map((id) => byParent.get(id) ?? []);
}

async function ancestorsOf(ctx: Ctx, ids: readonly string[]): Promise<Category[][]> {
  const rows = await sqlRows<{ start_id: string; up: number }>(
    ctx.em,
    `with recursive path as (
       select id as start_id, parent_id, 0 as up from catalog.category where id in (?)
       union all select p.start_id, c.parent_id, p.up + 1 from path p join catalog.category c on c.id = p.parent_id)
     select p.start_id, p.up, c.* from path p join catalog.category c on c.id = p.parent_id order by p.start_id, p.up desc`,
    [ids],
  );
  const byStart = groupBy(rows, (row) => row.start_id);
  return ids.map((id) => (byStart.get(id) ?? []).map((row) => toEntity(Category, row)));
}

/** Direct children in order, batched. */
export const categoryChildren = async (ctx: Ctx, id: string) => (await batchByKey(ctx, childrenOf).load(id)) ?? [];

/** From the root down to the parent, batched. */
export const categoryAncestors = async (ctx: Ctx, id: string) => (await batchByKey(ctx, ancestorsOf).load(id)) ?? [];

/** Categories at the top of the tree in order. */
export async function rootCategories(ctx: Ctx): Promise<Category[]> {
  const rows = await sqlRows(ctx.em, `select * from catalog.category where parent_id is null order by position, id limit ?`, [
    MAX_CATEGORY_CHILDREN,
  ]);
  return rows.map((row) => toEntity(Category, row));
}

/** SQL of the ids of a category and everything below it; takes the category's id as its one parameter. */
export const SUBTREE_IDS = `with recursive tree as (
  select id from catalog.category where id = ? union all select c.id from catalog.category c join tree t on c.parent_id = t.id) select id from tree`;
