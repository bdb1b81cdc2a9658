import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';

/** Variant id → product id, from the replica; a variant whose product is not known yet is missing. */
export async function productIdsOfVariants(ctx: Ctx, variantIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sqlRows<{ variant: string; id: string }>(
    ctx.em,
    `select v.variant, p.id from orders.denormalized_products p cross join lateral unnest(p.variant_ids) as v (variant)
     where p.variant_ids && array[${variantIds.map(() => '?').join(', ')}]::text[]`,
    variantIds,
  );
  return new Map(rows.map((row) => [row.variant, row.id]));
}
