import { asEntity } from '@emporium/db/as-entity';
import { columnsOf } from '@emporium/db/columns-of';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { visibleProducts } from '../product/load-products.js';
import { canExist } from '../product/text-rules.js';
import type { Expression, SqlBool } from 'kysely';
import { product } from '../product/product-expressions.js';
import { query } from '../tables.js';
import { ProductVariant } from './variant.entity.js';

/** What lists and pages show; the leftover columns of an import are for the export alone. */
export const variantColumns = (ctx: Pick<Ctx, 'em'>) =>
  columnsOf(ctx, ProductVariant, 'v', ['csv', 'deletedAt']);

async function byColumn(
  ctx: Ctx,
  column: 'id' | 'sku',
  keys: readonly string[],
  visible: Expression<SqlBool>,
): Promise<(ProductVariant | null)[]> {
  const possible = keys.filter(canExist);
  if (possible.length === 0) return keys.map(() => null);
  const rows = await query(ctx)
    .selectFrom('ProductVariant as v')
    .innerJoin('Product as p', 'p.id', 'v.productId')
    .select(variantColumns(ctx))
    .where(`v.${column}`, 'in', possible)
    .where('v.deletedAt', 'is', null)
    .where(visible)
    .execute();
  return inKeyOrder(
    keys,
    rows.map((row) => asEntity(ProductVariant, row)),
    (variant) => variant[column],
  );
}

const byId = (ctx: Ctx, ids: readonly string[]) => byColumn(ctx, 'id', ids, visibleProducts(ctx));
const bySku = (ctx: Ctx, skus: readonly string[]) =>
  byColumn(ctx, 'sku', skus, visibleProducts(ctx));

/**
 * A variant as the caller may see it, batched; null when it is missing, deleted or belongs to a
 * hidden product.
 */
export const variantById = (ctx: Ctx, id: string) => batchByKey(ctx, byId).load(id);

/** Answers entity references of variants, by id or sku. */
export async function resolveVariants(
  ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<(ProductVariant | null)[]> {
  return Promise.all(
    references.map((reference) =>
      'id' in reference
        ? variantById(ctx, String(reference['id']))
        : batchByKey(ctx, bySku).load(String(reference['sku'])),
    ),
  );
}

/**
 * Variants that can be bought: whoever asks, inactive and deleted ones are null. In the order of
 * the ids.
 */
export function buyableVariants(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(ProductVariant | null)[]> {
  return byColumn(
    ctx,
    'id',
    ids,
    product.and([product('p.deletedAt', 'is', null), product.ref('p.isActive')]),
  );
}
