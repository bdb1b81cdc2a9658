import type { ProductData } from '@emporium/catalog-events';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { query } from '../tables.js';
import type { ReplicaVariant } from './product-replica.entity.js';

/** Variants that the replica knows of a product and that an event of this version no longer has. */
export async function variantsLost(
  em: SqlEntityManager,
  productId: string,
  version: number,
  remaining: readonly string[],
): Promise<string[]> {
  const known = await query({ em })
    .selectFrom('ProductReplica')
    .select('variantIds')
    .where('id', '=', productId)
    .where('version', '<=', version)
    .executeTakeFirst();
  return (known?.variantIds ?? []).filter((id) => !remaining.includes(id));
}

/**
 * Stores the product unless the replica has this version or a newer one. A deleted product stays as
 * a tombstone, so that late events cannot revive it.
 */
export async function replicateProduct(
  em: SqlEntityManager,
  product: ProductData,
  isDeleted: boolean,
): Promise<void> {
  const variants = product.variants.map((v): ReplicaVariant => ({
    id: v.id,
    sku: v.sku,
    name: v.name,
    minor: v.price.minor,
    currency: v.price.currency,
    grams: v.weightGrams,
  }));
  const image = product.images.find((i) => i.isPrimary) ?? product.images[0];
  const { id, version, isActive, name } = product;
  const variantIds = variants.map((variant) => variant.id);
  const values = {
    version,
    isDeleted,
    isActive,
    name,
    imageAssetId: image?.assetId ?? null,
    variantIds,
    variants,
    categoryIds: [
      ...new Set(
        product.categories.flatMap((c) => [c.id, ...c.ancestors.map((above) => above.id)]),
      ),
    ],
    taxCategory: product.taxCategory ?? null,
  };
  await query({ em })
    .insertInto('ProductReplica')
    .values({ id, ...values })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(values)
        .where((eb) =>
          eb.or([eb('ProductReplica.version', '<', version), eb('excluded.isDeleted', '=', true)]),
        )
        .where('ProductReplica.isDeleted', '=', false),
    )
    .execute();
  await replicateStock(
    em,
    product.variants.map((v) => ({
      variantId: v.id,
      version: v.stockVersion,
      available: v.available,
    })),
  );
}

/** Stores availabilities that are newer than what the replica has. */
export async function replicateStock(
  em: SqlEntityManager,
  stocks: readonly { variantId: string; version: number; available: number }[],
): Promise<void> {
  if (stocks.length === 0) return;
  await query({ em })
    .insertInto('StockReplica')
    .values(stocks.map(({ variantId, version, available }) => ({ variantId, version, available })))
    .onConflict((conflict) =>
      conflict
        .column('variantId')
        .doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          available: eb.ref('excluded.available'),
        }))
        .whereRef('StockReplica.version', '<', 'excluded.version'),
    )
    .execute();
}
