import type { Ctx } from '../context.js';
import { askCatalog } from './ask-catalog.js';
import type { KnownVariant } from './known-variant.js';
import { readReplica } from './read-replica.js';

const MEMO = 'cart: variants found';

/** Variants found so far in one request. */
interface Found {
  variants: Map<string, KnownVariant | null>;
  /** True when catalog did not answer and the values come from the replica. */
  estimated: boolean;
}

/**
 * Variants with live prices and stock from catalog, else from the replica (`estimated`); null =
 * does not exist. The replica adds the image. What a request asked for once is not asked again, so
 * that an answer shows the numbers its decision was made on.
 */
export async function findVariants(ctx: Ctx, variantIds: readonly string[]): Promise<Found> {
  const found = memo(ctx);
  const open = [...new Set(variantIds)].filter((id) => !found.variants.has(id));
  if (open.length === 0) return found;
  const [live, replica] = [
    found.estimated ? undefined : await askCatalog(ctx, open),
    await readReplica(ctx.em, open),
  ];
  if (!live) found.estimated = true;
  for (const id of open) {
    const copy = replica.get(id);
    const current = live ? live.get(id) : copy;
    found.variants.set(
      id,
      current ? { ...current, imageAssetId: copy?.imageAssetId ?? null } : null,
    );
  }
  return found;
}

function memo(ctx: Ctx): Found {
  const found = (ctx.memo.get(MEMO) as Found | undefined) ?? {
    variants: new Map(),
    estimated: false,
  };
  ctx.memo.set(MEMO, found);
  return found;
}
