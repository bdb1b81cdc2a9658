import type {
  CategoryDocument,
  ProductDocument,
  StockDocument,
} from '../document/product-document.js';
import type { SearchPlan } from '../plan/search-plan.js';
import type { SynonymGroups } from '../plan/segments.js';

/** A product found, with all that a result card shows. */
export interface Hit {
  id: string;
  version: number;
  score: number;
  /** Value of the plan's sort for paging. */
  sortValue: string | number;
  name: string;
  slug: string;
  description: string;
  imageAssetId: string | null;
  currency: string;
  priceMin: number;
  priceMax: number;
  inStock: boolean;
  variants: { id: string; sku: string; name: string; options: { name: string; value: string }[] }[];
}

export interface FacetCount {
  name: string;
  value: string;
  /** What people read; for categories their name. */
  label: string;
  count: number;
}

/**
 * Counts for a plan. A facet is counted with all filters but its own, so that other values can be
 * chosen too.
 */
export interface Counts {
  total: number;
  /**
   * Terms, also `availability` (`in-stock`, `out-of-stock`); the most frequent values, at most 50
   * per facet.
   */
  terms: FacetCount[];
  /** Products with a variant in the range that starts at this price step (minor units). */
  prices: { step: number; count: number }[];
}

export interface Page {
  hits: Hit[];
  hasMore: boolean;
  /** No product has all words, so these have some of them; a cursor carries it on. */
  isLoose: boolean;
  /** Words that led to these hits, for highlights: as typed, corrected, completed or synonyms. */
  words: string[];
  /** The text with corrected words, when words had to be corrected. */
  didYouMean?: string;
  /** Counts for the plan as it was carried out. */
  count(): Promise<Counts>;
}

export interface EngineHealth {
  /** Visible products. */
  documents: number;
  lastVerifiedAt?: Date;
  /** Products that differed from catalog when it was verified last. */
  divergent: number;
}

/** State of one document, for comparing the index with catalog. */
export interface DocumentState {
  id: string;
  version: number;
  isVisible: boolean;
  inStock: boolean;
  priceMin: number;
  priceMax: number;
}

/** Rebuilds the index beside the one that answers; live changes go to both until the swap. */
export interface Rebuild {
  index(documents: readonly ProductDocument[]): Promise<void>;
  /** Searches use the new index from here on. */
  swap(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * Finds products. Writes are versioned: older and equal versions change nothing, deleted products
 * never come back. All methods reject when the engine is away; it never answers an empty list
 * instead.
 */
export interface SearchEngine {
  readonly kind: 'pg' | 'elasticsearch' | 'opensearch';
  index(documents: readonly ProductDocument[]): Promise<void>;
  /** Leaves a tombstone. */
  remove(id: string, version: number): Promise<void>;
  setStock(stock: StockDocument): Promise<void>;
  setCategory(category: CategoryDocument): Promise<void>;
  /**
   * Adds sold pieces, for BEST_SELLING; called once per order. An engine outside the database tells
   * repeated calls by the order.
   */
  addSales(
    lines: readonly { variantId: string; quantity: number }[],
    orderId?: string,
  ): Promise<void>;
  search(plan: SearchPlan): Promise<Page>;
  /** Visible categories of which a word starts like this. */
  categoriesByPrefix(word: string, limit: number): Promise<{ id: string; name: string }[]>;
  /** Visible products that share most with this one; ids, best first. */
  related(productId: string, limit: number): Promise<string[]>;
  synonyms(): Promise<{ version: number; groups: SynonymGroups }>;
  /** Replaces all groups if the version is still the expected one; returns the version after. */
  replaceSynonyms(
    expectedVersion: number,
    groups: SynonymGroups,
  ): Promise<{ done: boolean; version: number }>;
  /** Throws RebuildRunningError while another rebuild runs. */
  beginRebuild(): Promise<Rebuild>;
  /** States of documents that are no tombstones, by id. */
  scan(afterId: string, limit: number): Promise<DocumentState[]>;
  recordVerification(divergent: number): Promise<void>;
  health(): Promise<EngineHealth>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Another rebuild is at work. */
export class RebuildRunningError extends Error {
  override name = 'RebuildRunningError';
}
