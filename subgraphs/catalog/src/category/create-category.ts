import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { CategoryCreated } from '@emporium/catalog-events';
import { checked } from '@emporium/graphql/checked';
import { slugOf } from '../product/slug-of.js';
import { query } from '../tables.js';
import { once } from '@emporium/platform/once';
import { Category } from './category.entity.js';
import type { CategoryCreateArgs, CategoryCreateInput } from './category.inputs.js';
import { categoryCreateRules } from './category.rules.js';
import { checkPlace } from './check-place.js';
import { lockTree } from './lock-tree.js';
import { publishCategory } from './publish-category.js';

/** Creates a category, once per key. Returns its id. Throws a Rejection. */
export async function createCategory(
  ctx: Ctx,
  { input, idempotencyKey }: CategoryCreateArgs,
): Promise<string> {
  const { id } = await once(
    ctx,
    { operation: 'categoryCreate', key: idempotencyKey, request: input },
    async () => ({
      id: await insertCategory(ctx, input),
    }),
  );
  return id;
}

/** Writes and publishes a new category in the current transaction. Returns its id. */
export async function insertCategory(ctx: Ctx, input: CategoryCreateInput): Promise<string> {
  const category = checked(categoryCreateRules, input, ['input']);
  await lockTree(ctx, 'exclusive');
  await checkPlace(ctx, category.parentId);
  const id = newId('cat');
  await ctx.em.insert(Category, {
    ...category,
    id,
    slug: category.slug ?? (await freeSlug(ctx, category.name, id)),
    position: category.position ?? (await nextPosition(ctx, category.parentId)),
    version: 1,
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
  });
  await publishCategory(ctx, id, CategoryCreated);
  return id;
}

async function nextPosition(ctx: Ctx, parentId: string | null): Promise<number> {
  const { last } = await query(ctx)
    .selectFrom('Category')
    .where('parentId', 'is not distinct from', parentId)
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirstOrThrow();
  return last === null ? 0 : last + 1;
}

async function freeSlug(ctx: Ctx, name: string, id: string): Promise<string> {
  const wish = slugOf(name) || id.slice(-8);
  const taken = await query(ctx)
    .selectFrom('Category')
    .select('id')
    .where('slug', '=', wish)
    .execute();
  return taken.length === 0 ? wish : `${wish}-${id.slice(-8)}`;
}
