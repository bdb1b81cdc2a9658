/**
 * A facet value of a product; `name` is folded (`vendor`), `value` as people read it. Categories
 * use their slug.
 */
export interface FacetPair {
  name: string;
  value: string;
}

export interface DocumentVariant {
  id: string;
  sku: string;
  name: string;
  options: FacetPair[];
  priceMinor: number;
  available: number;
  stockVersion: number;
}

/**
 * What every engine indexes of a product: the whole of it, so that a search page needs nobody else.
 */
export interface ProductDocument {
  id: string;
  /**
   * Version of the aggregate; an engine keeps the highest one it has seen, and tombstones for ever.
   */
  version: number;
  /**
   * False for inactive products and those without variants: kept for their version, never shown.
   */
  isVisible: boolean;
  name: string;
  slug: string;
  /** Plain text. */
  description: string;
  sku: string;
  facets: FacetPair[];
  /** The product's categories and all their ancestors. */
  categories: { id: string; slug: string; name: string }[];
  variants: DocumentVariant[];
  currency: string;
  imageAssetId: string | null;
  /** RFC 3339. */
  createdAt: string;
}

/** What an engine needs of a category: its label and whether it is still there. */
export interface CategoryDocument {
  id: string;
  version: number;
  slug: string;
  name: string;
  isDeleted: boolean;
}

/** Availability of one variant, with a version of its own. */
export interface StockDocument {
  variantId: string;
  productId: string;
  available: number;
  version: number;
}
