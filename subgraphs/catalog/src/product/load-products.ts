import { can } from '@emporium/auth/principal';
import { sqlRows } from '@emporium/db/sql';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { toEntity } from '@emporium/db/to-entity';
import { Product, PRODUCT_COLUMNS } from './product.entity.js';
import { canExist } from './text-rules.js';

/** The condition that hides what the caller may not see; `p` is the product table. */
export function visibleProducts(ctx: Pick<Ctx, 'principal'>): string {
  return can(ctx.principal, 'read:product') ? 'p.deleted_at is null' : 'p.deleted_at is null and p.is_active';
}

async function byColumn(ctx: Ctx, column: 'id' | 'sku' | 'slug', keys: readonly string[]): Promise<(Product | null)[]> {
  const possible = keys.filter(canExist);
  if (possible.length === 0) return keys.map(() => null);
  const rows = await sqlRows(
    ctx.em,
    `select ${PRODUCT_COLUMNS} from catalog.product p where p.${column} in (?) and ${visibleProducts(ctx)}`,
    [possible],
  );
  return inKeyOrder(
    keys,
    rows.map((row) => toEntity(Product, row)),
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
export async function resolveProducts(ctx: Ctx, references: readonly Record<string, unknown>[]): Promise<(Product | null)[]> {
  return Promise.all(
    references.map((reference) =>
      'id' in reference ? productById(ctx, String(reference['id'])) : productBySku(ctx, String(reference['sku'])),
    ),
  );
}
