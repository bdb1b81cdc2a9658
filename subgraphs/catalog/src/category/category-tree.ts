import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';
import { Category } from './category.entity.js';

/** Deepest level of the tree; keeps paths short enough to be part of every product event. */
export const MAX_CATEGORY_DEPTH = 12;
/** Most children of one category: the list is not paged. */
export const MAX_CATEGORY_CHILDREN = 500;

async function childrenOf(ctx: Ctx, parentIds: readonly string[]): Promise<Category[][]> {
  const rows = await query(ctx)
    .selectFrom('Category')
    .selectAll()
    .where('parentId', 'in', parentIds)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const byParent = groupBy(
    rows.map((row) => asEntity(Category, row)),
    (category) => category.parentId,
  );
  return parentIds.map((id) => byParent.get(id) ?? []);
}

async function ancestorsOf(ctx: Ctx, ids: readonly string[]): Promise<Category[][]> {
  const rows = await query(ctx)
    .withRecursive('path', (db) =>
      db
        .selectFrom('Category as c')
        .where('c.id', 'in', ids)
        .select(['c.id as startId', 'c.parentId', sql<number>`0`.as('up')])
        .unionAll((union) =>
          union
            .selectFrom('path as p')
            .innerJoin('Category as c', 'c.id', 'p.parentId')
            .select(['p.startId', 'c.parentId', (eb) => eb('p.up', '+', 1).as('up')]),
        ),
    )
    .selectFrom('path as p')
    .innerJoin('Category as c', 'c.id', 'p.parentId')
    .selectAll('c')
    .select(['p.startId', 'p.up'])
    .orderBy('p.startId')
    .orderBy('p.up', 'desc')
    .execute();
  const byStart = groupBy(rows, (row) => row.startId);
  return ids.map((id) => (byStart.get(id) ?? []).map((row) => asEntity(Category, row)));
}

/** Direct children in order, batched. */
export const categoryChildren = async (ctx: Ctx, id: string) =>
  (await batchByKey(ctx, childrenOf).load(id)) ?? [];

/** From the root down to the parent, batched. */
export const categoryAncestors = async (ctx: Ctx, id: string) =>
  (await batchByKey(ctx, ancestorsOf).load(id)) ?? [];

/** Categories at the top of the tree in order. */
export async function rootCategories(ctx: Ctx): Promise<Category[]> {
  const rows = await query(ctx)
    .selectFrom('Category')
    .selectAll()
    .where('parentId', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .limit(MAX_CATEGORY_CHILDREN)
    .execute();
  return rows.map((row) => asEntity(Category, row));
}

/**
 * The ids of a category and of everything below it, as a query to build on: `with` this, select
 * from `tree`.
 */
export function withSubtree(ctx: Pick<Ctx, 'em'>, categoryId: string) {
  return query(ctx).withRecursive('tree', (db) =>
    db
      .selectFrom('Category as c')
      .where('c.id', '=', categoryId)
      .select('c.id')
      .unionAll((union) =>
        union
          .selectFrom('tree as t')
          .innerJoin('Category as c', 'c.parentId', 't.id')
          .select('c.id'),
      ),
  );
}
