import { can } from '@emporium/auth/principal';
import { asEntity } from '@emporium/db/as-entity';
import { columnsOf } from '@emporium/db/columns-of';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { type Expression, type SqlBool } from 'kysely';
import { query } from '../tables.js';
import { Product } from './product.entity.js';
import { product } from './product-expressions.js';
import { canExist } from './text-rules.js';

/** The condition that hides what the caller may not see; `p` is the product table. */
export function visibleProducts(ctx: Pick<Ctx, 'principal'>): Expression<SqlBool> {
  const isThere = product('p.deletedAt', 'is', null);
  return can(ctx.principal, 'read:product')
    ? isThere
    : product.and([isThere, product.ref('p.isActive')]);
}

/** What lists and pages show; the leftover columns of an import are for the export alone. */
export const productColumns = (ctx: Pick<Ctx, 'em'>) =>
  columnsOf(ctx, Product, 'p', ['csv', 'deletedAt']);

async function byColumn(
  ctx: Ctx,
  column: 'id' | 'sku' | 'slug',
  keys: readonly string[],
): Promise<(Product | null)[]> {
  const possible = keys.filter(canExist);
  if (possible.length === 0) return keys.map(() => null);
  const rows = await query(ctx)
    .selectFrom('Product as p')
    .select(productColumns(ctx))
    .where(`p.${column}`, 'in', possible)
    .where(visibleProducts(ctx))
    .execute();
  return inKeyOrder(
    keys,
    rows.map((row) => asEntity(Product, row)),
    (product) => product[column],
  );
}

const byId = (ctx: Ctx, ids: readonly string[]) => byColumn(ctx, 'id', ids);
const bySku = (ctx: Ctx, skus: readonly string[]) => byColumn(ctx, 'sku', skus);
const bySlug = (ctx: Ctx, slugs: readonly string[]) => byColumn(ctx, 'slug', slugs);

/** Products as the caller may see them, batched; null for missing, deleted and hidden ones. */
export const productById = (ctx: Ctx, id: string) => batchByKey(ctx, byId).load(id);
export const productBySku = (ctx: Ctx, sku: string) => batchByKey(ctx, bySku).load(sku);
export const productBySlug = (ctx: Ctx, slug: string) => batchByKey(ctx, bySlug).load(slug);

/** Answers entity references of products, by id or sku. */
export async function resolveProducts(
  ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<(Product | null)[]> {
  return Promise.all(
    references.map((reference) =>
      'id' in reference
        ? productById(ctx, String(reference['id']))
        : productBySku(ctx, String(reference['sku'])),
    ),
  );
}
