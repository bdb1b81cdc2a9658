import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { MAX_CATEGORY_CHILDREN, MAX_CATEGORY_DEPTH, withSubtree } from './category-tree.js';

/**
 * Checks that a category (a new one has no id yet) may stand below a parent: it exists, is not
 * below the category itself, and the tree gets neither too deep nor too wide. Needs the exclusive
 * lock of the tree. Throws a Rejection.
 */
export async function checkPlace(
  ctx: Ctx,
  parentId: string | null,
  categoryId?: string,
): Promise<void> {
  const path = ['input', 'parentId'];
  if (parentId !== null && categoryId !== undefined) {
    const below = await withSubtree(ctx, categoryId)
      .selectFrom('tree')
      .select('id')
      .where('id', '=', parentId)
      .execute();
    if (below.length > 0)
      throw new Rejection(invalidInput('A category cannot stand below itself.', path));
  }
  const { depth, height, siblings } = await measureTree(ctx, parentId, categoryId ?? '');
  if (parentId !== null && depth === 0)
    throw new Rejection(notFound(`There is no category ${parentId}.`, path));
  if (depth + height > MAX_CATEGORY_DEPTH)
    throw new Rejection(
      invalidInput(`The tree can have at most ${MAX_CATEGORY_DEPTH} levels.`, path),
    );
  if (siblings >= MAX_CATEGORY_CHILDREN)
    throw new Rejection(
      invalidInput(`A category can have at most ${MAX_CATEGORY_CHILDREN} children.`, path),
    );
}

/**
 * Levels down to the parent, levels from the category down, and the other children of the parent.
 */
async function measureTree(ctx: Ctx, parentId: string | null, categoryId: string) {
  return query(ctx)
    .withRecursive('up', (db) =>
      db
        .selectFrom('Category as c')
        .where('c.id', '=', parentId)
        .select(['c.parentId', sql<number>`1`.as('depth')])
        .unionAll((union) =>
          union
            .selectFrom('up as u')
            .innerJoin('Category as c', 'c.id', 'u.parentId')
            .select(['c.parentId', (eb) => eb('u.depth', '+', 1).as('depth')]),
        ),
    )
    .withRecursive('down', (db) =>
      db
        .selectFrom('Category as c')
        .where('c.id', '=', categoryId)
        .select(['c.id', sql<number>`1`.as('height')])
        .unionAll((union) =>
          union
            .selectFrom('down as d')
            .innerJoin('Category as c', 'c.parentId', 'd.id')
            .select(['c.id', (eb) => eb('d.height', '+', 1).as('height')]),
        ),
    )
    .selectNoFrom((eb) => [
      eb
        .selectFrom('up')
        .select((up) => up.fn.coalesce(up.fn.max('depth'), up.val(0)).as('depth'))
        .$asScalar()
        .$notNull()
        .as('depth'),
      eb
        .selectFrom('down')
        .select((down) => down.fn.coalesce(down.fn.max('height'), down.val(1)).as('height'))
        .$asScalar()
        .$notNull()
        .as('height'),
      eb
        .selectFrom('Category')
        .where('parentId', 'is not distinct from', parentId)
        .where('id', '<>', categoryId)
        .select((category) => category.fn.countAll<number>().as('siblings'))
        .$asScalar()
        .$notNull()
        .as('siblings'),
    ])
    .executeTakeFirstOrThrow();
}
