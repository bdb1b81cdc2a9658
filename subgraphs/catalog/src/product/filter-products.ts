import { badUserInput } from '@emporium/graphql/app-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql, type Expression, type SqlBool } from 'kysely';
import { withSubtree } from '../category/category-tree.js';
import { product } from './product-expressions.js';
import type { ProductWhere } from './product-list.inputs.js';

const MAX_VALUES = 100;
const MAX_DEPTH = 3;
const MAX_CONDITIONS = 50;

type Condition = Expression<SqlBool>;

/**
 * Turns a filter into a condition on the table `p`. Throws BAD_USER_INPUT for one that is too deep
 * or too large.
 */
export function filterProducts(
  ctx: Pick<Ctx, 'em'>,
  where: ProductWhere | null | undefined,
): Condition {
  const budget = { left: MAX_CONDITIONS };
  return where ? every(ctx, where, 1, budget) : product.and([]);
}

function every(
  ctx: Pick<Ctx, 'em'>,
  where: ProductWhere,
  depth: number,
  budget: { left: number },
): Condition {
  if (depth > MAX_DEPTH + 1) throw badUserInput(`AND and OR may be ${MAX_DEPTH} levels deep.`);
  const conditions = [
    ...simple(ctx, where),
    ...(where.AND ?? []).map((inner) => every(ctx, inner, depth + 1, budget)),
    ...(where.OR
      ? [product.or(where.OR.map((inner) => every(ctx, inner, depth + 1, budget)))]
      : []),
  ];
  budget.left -= conditions.length;
  if (budget.left < 0) throw badUserInput(`A filter may have ${MAX_CONDITIONS} conditions.`);
  return product.and(conditions);
}

function simple(ctx: Pick<Ctx, 'em'>, where: ProductWhere): Condition[] {
  const found: Condition[] = [];
  if (where.ids) found.push(oneOf('p.id', where.ids));
  if (where.skus) found.push(oneOf('p.sku', where.skus));
  if (where.categoryId != null) found.push(inCategory(ctx, where.categoryId));
  if (where.isActive != null) found.push(product('p.isActive', '=', where.isActive));
  if (where.nameContains)
    found.push(product('p.name', 'ilike', `%${where.nameContains.replace(/[\\%_]/g, '\\$&')}%`));
  for (const { name, value } of limited(where.attributes ?? [], 20)) {
    const attribute = JSON.stringify([{ name, value }]);
    found.push(sql<SqlBool>`${product.ref('p.attributes')} @> ${attribute}::jsonb`);
  }
  if (where.priceFrom)
    found.push(
      product('p.maxPrice', '>=', where.priceFrom.minor),
      product('p.currency', '=', where.priceFrom.currency),
    );
  if (where.priceTo)
    found.push(
      product('p.minPrice', '<=', where.priceTo.minor),
      product('p.currency', '=', where.priceTo.currency),
    );
  if (where.updatedAfter) found.push(product('p.updatedAt', '>', where.updatedAfter));
  return found;
}

function inCategory(ctx: Pick<Ctx, 'em'>, categoryId: string): Condition {
  const members = withSubtree(ctx, categoryId)
    .selectFrom('ProductCategory as pc')
    .innerJoin('tree as t', 't.id', 'pc.categoryId')
    .select('pc.productId');
  return product('p.id', 'in', members);
}

function oneOf(column: 'p.id' | 'p.sku', values: readonly string[]): Condition {
  return values.length === 0 ? product.or([]) : product(column, 'in', limited(values, MAX_VALUES));
}

function limited<T>(values: readonly T[], max: number): readonly T[] {
  if (values.length > max) throw badUserInput(`A list in a filter may have ${max} entries.`);
  return values;
}
