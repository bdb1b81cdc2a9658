import type { ProductData } from '@emporium/catalog/events';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';

/** A variant as the replica keeps it. */
export interface ReplicaVariant {
  id: string;
  sku: string;
  name: string;
  minor: number;
  currency: string;
}

/** Variants that the replica knows of a product and that an event of this version no longer has. */
export async function variantsLost(
  em: SqlEntityManager,
  productId: string,
  version: number,
  remaining: readonly string[],
): Promise<string[]> {
  const rows = await sqlRows<{ id: string }>(
    em,
    `select unnest(variant_ids) as id from cart.product_replica where id = ? and version <= ?`,
    [productId, version],
  );
  return rows.map((row) => row.id).filter((id) => !remaining.includes(id));
}

/** Stores the product unless the replica has this version or a newer one. A deleted product stays as a tombstone, so that late events cannot revive it. */
export async function replicateProduct(em: SqlEntityManager, product: ProductData, isDeleted: boolean): Promise<void> {
  const variants = product.variants.map((v): ReplicaVariant => ({
    id: v.id,
    sku: v.sku,
    name: v.name,
    minor: v.price.minor,
    currency: v.price.currency,
  }));
  const image = product.images.find((i) => i.isPrimary) ?? product.images[0];
  await sqlRun(
    em,
    `insert into cart.product_replica as t (id, version, is_deleted, is_active, name, image_asset_id, variant_ids, variants)
     values (?, ?, ?, ?, ?, ?, array(select json_array_elements_text(?::json)), ?::jsonb)
     on conflict (id) do update set version = excluded.version, is_deleted = excluded.is_deleted, is_active = excluded.is_active,
       name = excluded.name, image_asset_id = excluded.image_asset_id, variant_ids = excluded.variant_ids, variants = excluded.variants
     where (t.version < excluded.version or excluded.is_deleted) and not t.is_deleted`,
    [
      product.id,
      product.version,
      isDeleted,
      product.isActive,
      product.name,
      image?.assetId ?? null,
      JSON.stringify(variants.map((v) => v.id)),
      JSON.stringify(variants),
    ],
  );
  await replicateStock(
    em,
    product.variants.map((v) => ({ variantId: v.id, version: v.stockVersion, available: v.available })),
  );
}

/** Stores availabilities that are newer than what the replica has. */
export async function replicateStock(
  em: SqlEntityManager,
  stocks: readonly { variantId: string; version: number; available: number }[],
): Promise<void> {
  if (stocks.length === 0) return;
  await sqlRun(
    em,
    `insert into cart.stock_replica as t (variant_id, version, available) values ${stocks.map(() => '(?, ?, ?)').join(', ')}
     on conflict (variant_id) do update set version = excluded.version, available = excluded.available where t.version < excluded.version`,
    stocks.flatMap((stock) => [stock.variantId, stock.version, stock.available]),
  );
}
