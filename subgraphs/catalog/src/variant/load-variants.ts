import { sqlRows } from '@emporium/db/sql';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { visibleProducts } from '../product/load-products.js';
import { canExist } from '../product/text-rules.js';
import { toEntity } from '@emporium/db/to-entity';
import { ProductVariant, VARIANT_COLUMNS } from './variant.entity.js';

async function byColumn(ctx: Ctx, column: 'id' | 'sku', keys: readonly string[], visible: string): Promise<(ProductVariant | null)[]> {
  const possible = keys.filter(canExist);
  if (possible.length === 0) return keys.map(() => null);
  const rows = await sqlRows(
    ctx.em,
    `select ${VARIANT_COLUMNS} from catalog.product_variant v join catalog.product p on p.id = v.product_id
     where v.${column} in (?) and v.deleted_at is null and ${visible}`,
    [possible],
  );
  return inKeyOrder(
    keys,
    rows.map((row) => toEntity(ProductVariant, row)),
    (variant) => variant[column],
  );
}

const byId = (ctx: Ctx, ids: readonly string[]) => byColumn(ctx, 'id', ids, visibleProducts(ctx));
const bySku = (ctx: Ctx, skus: readonly string[]) => byColumn(ctx, 'sku', skus, visibleProducts(ctx));

/** A variant as the caller may see it, batched; null when it is missing, deleted or belongs to a hidden product. */
export const variantById = (ctx: Ctx, id: string) => batchByKey(ctx, byId).load(id);

/** Answers entity references of variants, by id or sku. */
export async function resolveVariants(ctx: Ctx, references: readonly Record<string, unknown>[]): Promise<(ProductVariant | null)[]> {
  return Promise.all(
    references.map((reference) =>
      'id' in reference ? variantById(ctx, String(reference['id'])) : batchByKey(ctx, bySku).load(String(reference['sku'])),
    ),
  );
}

/** Variants that can be bought: whoever asks, inactive and deleted ones are null. In the order of the ids. */
export function buyableVariants(ctx: Ctx, ids: readonly string[]): Promise<(ProductVariant | null)[]> {
  return byColumn(ctx, 'id', ids, 'p.deleted_at is null and p.is_active');
}
