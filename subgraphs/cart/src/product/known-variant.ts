import type { Money } from '@emporium/money/money';

/** What cart knows of a variant, live from catalog or from its replica. */
export interface KnownVariant {
  id: string;
  sku: string;
  productName: string;
  variantName: string;
  price: Money;
  /** Units that can be ordered now. */
  available: number;
  /** Inactive products are shown to nobody and cannot be bought. */
  isActive: boolean;
  imageAssetId: string | null;
  productId: string;
  /** Categories of the product and all their ancestors. */
  categoryIds: readonly string[];
  /** Null: the default of the shop. */
  taxCategory: string | null;
  weightGrams: number | null;
}

/** Variants by id; those that nobody knows are missing. */
export type KnownVariants = Map<string, KnownVariant>;
