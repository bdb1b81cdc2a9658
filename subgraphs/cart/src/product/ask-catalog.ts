import { money } from '@emporium/money/money';
import type { Ctx } from '../context.js';
import type { KnownVariants } from './known-variant.js';

/** Milliseconds after which the replica answers instead of catalog. */
const TIMEOUT_MS = 500;

const VARIANTS = `query CartVariants($ids: [ID!]!) {
  _variants(ids: $ids) {
    id sku name weightGrams
    price { minor currency }
    stock { available }
    product { id name isActive taxCategory _categoryIds }
  }
}`;

interface CatalogVariant {
  id: string;
  sku: string;
  name: string;
  price: { minor: number; currency: string };
  stock: { available: number } | null;
  weightGrams: number | null;
  product: {
    id: string;
    name: string;
    isActive: boolean;
    taxCategory: string | null;
    _categoryIds: string[];
  } | null;
}

/**
 * Prices and stock of this moment, or undefined when catalog does not answer within half a second.
 */
export async function askCatalog(
  ctx: Ctx,
  variantIds: readonly string[],
): Promise<KnownVariants | undefined> {
  try {
    const { _variants } = await ctx.call<{ _variants: (CatalogVariant | null)[] }>({
      to: 'catalog',
      query: VARIANTS,
      variables: { ids: variantIds },
      timeoutMs: TIMEOUT_MS,
    });
    const found = _variants.filter((variant) => variant !== null);
    return new Map(
      found.map((v) => [
        v.id,
        {
          id: v.id,
          sku: v.sku,
          productName: v.product?.name ?? v.name,
          variantName: v.name,
          price: money(v.price.minor, v.price.currency),
          available: v.stock?.available ?? 0,
          isActive: v.product?.isActive ?? false,
          imageAssetId: null,
          productId: v.product?.id ?? '',
          categoryIds: v.product?._categoryIds ?? [],
          taxCategory: v.product?.taxCategory ?? null,
          weightGrams: v.weightGrams,
        },
      ]),
    );
  } catch (error) {
    ctx.log.warn({ err: error }, 'catalog does not answer; the cart shows its replica');
    return undefined;
  }
}
