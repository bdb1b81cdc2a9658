import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { money } from '@emporium/money/money';
import { sql } from 'kysely';
import { query } from '../tables.js';
import type { KnownVariant, KnownVariants } from './known-variant.js';
import type { ReplicaVariant } from './product-replica.entity.js';

/** Variants as the replica has them, in one statement; variants of deleted products are missing. */
export async function readReplica(
  em: SqlEntityManager,
  variantIds: readonly string[],
): Promise<KnownVariants> {
  if (variantIds.length === 0) return new Map();
  const rows = await selectVariants(em, variantIds);
  return new Map(rows.map((row) => [row.id, toKnown(row)]));
}

const selectVariants = (em: SqlEntityManager, variantIds: readonly string[]) =>
  query({ em })
    .selectFrom('ProductReplica as p')
    .crossJoin(
      sql<ReplicaVariant>`jsonb_to_recordset(${sql.ref('p.variants')})`.as<'v'>(
        sql`v (id text, sku text, name text, minor bigint, currency text, grams integer)`,
      ),
    )
    .leftJoin('StockReplica as s', 's.variantId', 'v.id')
    .select([
      'v.id',
      'v.sku',
      'v.name',
      'v.minor',
      'v.currency',
      'p.name as productName',
      'p.isActive',
      'p.imageAssetId',
      'p.id as productId',
      'p.categoryIds',
      'p.taxCategory',
      'v.grams',
      's.available',
    ])
    .where((eb) => sql<boolean>`${eb.ref('p.variantIds')} && ${[...variantIds]}::text[]`)
    .where('v.id', 'in', variantIds)
    .where('p.isDeleted', '=', false)
    .execute();

function toKnown(row: Awaited<ReturnType<typeof selectVariants>>[number]): KnownVariant {
  return {
    id: row.id,
    sku: row.sku,
    productName: row.productName,
    variantName: row.name,
    price: money(row.minor, row.currency),
    available: row.available ?? 0,
    isActive: row.isActive,
    imageAssetId: row.imageAssetId,
    productId: row.productId,
    categoryIds: row.categoryIds,
    taxCategory: row.taxCategory,
    weightGrams: row.grams ?? null,
  };
}
