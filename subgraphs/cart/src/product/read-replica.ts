import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';
import { money } from '@emporium/money/money';
import type { KnownVariant, KnownVariants } from './known-variant.js';

interface ReplicaRow {
  id: string;
  sku: string;
  name: string;
  minor: number;
  currency: string;
  product_name: string;
  is_active: boolean;
  image_asset_id: string | null;
  available: number | null;
}

/** Variants as the replica has them, in one statement; variants of deleted products are missing. */
export async function readReplica(em: SqlEntityManager, variantIds: readonly string[]): Promise<KnownVariants> {
  if (variantIds.length === 0) return new Map();
  const rows = await sqlRows<ReplicaRow>(
    em,
    `select v.id, v.sku, v.name, v.minor::float8 as minor, v.currency, p.name as product_name, p.is_active, p.image_asset_id, s.available
     from cart.product_replica p
     cross join lateral jsonb_to_recordset(p.variants) as v (id text, sku text, name text, minor bigint, currency text)
     left join cart.stock_replica s on s.variant_id = v.id
     where p.variant_ids && array[?]::text[] and v.id in (?) and not p.is_deleted`,
    [[...variantIds], [...variantIds]],
  );
  return new Map(rows.map((row) => [row.id, toKnown(row)]));
}

function toKnown(row: ReplicaRow): KnownVariant {
  return {
    id: row.id,
    sku: row.sku,
    productName: row.product_name,
    variantName: row.name,
    price: money(Number(row.minor), row.currency),
    available: row.available ?? 0,
    isActive: row.is_active,
    imageAssetId: row.image_asset_id,
  };
}
