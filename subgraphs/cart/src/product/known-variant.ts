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
}

/** Variants by id; those that nobody knows are missing. */
export type KnownVariants = Map<string, KnownVariant>;
