import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Variants that one mail lists. */
const MAX_LISTED = 50;
/** Nobody waits for it but the mail. */
const CATALOG_TIMEOUT_MS = 2_000;
const QUERY = `query NotificationsVariants($ids: [ID!]!) { _variants(ids: $ids) { id sku name product { name } } }`;

/** A variant as a report names it. */
interface LowVariant {
  sku: string;
  name: string;
  available: number;
}

/** Variants of a report, those with the fewest units first, and how many more there are. */
export interface LowStockReport {
  variants: LowVariant[];
  more: number;
}

/**
 * A report as of now: without what rose meanwhile or cannot be bought. Never call it in a
 * transaction. Throws SubgraphUnavailableError when catalog does not answer.
 */
export async function findLowStock(ctx: Ctx, reportId: string): Promise<LowStockReport> {
  const rows = await query(ctx)
    .selectFrom('LowStock')
    .select(['variantId', 'available'])
    .where('reportId', '=', reportId)
    .where('isLow', '=', true)
    .orderBy('available')
    .orderBy('variantId')
    .execute();
  if (rows.length === 0) return { variants: [], more: 0 };
  const listed = rows.slice(0, MAX_LISTED);
  const { _variants: known } = await ctx.call<{ _variants: (KnownVariant | null)[] }>({
    to: 'catalog',
    query: QUERY,
    variables: { ids: listed.map(({ variantId }) => variantId) },
    timeoutMs: CATALOG_TIMEOUT_MS,
  });
  const variants = listed.flatMap(({ available }, index) => {
    const variant = known[index];
    if (!variant) return [];
    const name = [variant.product?.name, variant.name].filter(Boolean).join(', ');
    return [{ sku: variant.sku, name, available }];
  });
  return { variants, more: rows.length - listed.length };
}

interface KnownVariant {
  sku: string;
  name: string | null;
  product: { name: string } | null;
}
