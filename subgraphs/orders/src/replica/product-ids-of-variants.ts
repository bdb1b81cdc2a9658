import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/**
 * Variant id → product id, from the replica; a variant whose product is not known yet is missing.
 */
export async function productIdsOfVariants(
  ctx: Ctx,
  variantIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await query(ctx)
    .selectFrom('DenormalizedProduct as p')
    .crossJoin(
      sql<{ variant: string }>`unnest(${sql.ref('p.variantIds')})`.as<'v'>(sql`v (variant)`),
    )
    .select(['v.variant', 'p.id'])
    .where((eb) => sql<boolean>`${eb.ref('p.variantIds')} && ${[...variantIds]}::text[]`)
    .execute();
  return new Map(rows.map((row) => [row.variant, row.id]));
}
