/** One thing that a product must have, in several ways of saying it. */
export interface Segment {
  /** Words as typed; typing errors and unfinished words are looked for in these only. */
  typed: string[];
  /**
   * Other ways: synonyms, and `t-shirt` as one word. Each is a list of words that belong together.
   */
  others: string[][];
}

/** Narrows the results. Values of one filter are alternatives, several filters must all hold. */
export type PlanFilter =
  | { kind: 'terms'; name: string; values: string[] }
  /** A variant's price lies within; minor units, `below` is exclusive, others inclusive. */
  | { kind: 'price'; ranges: PriceRange[] }
  | { kind: 'availability'; inStock: boolean };

export interface PriceRange {
  from?: number;
  to?: number;
  below?: number;
}

export type PlanSort = 'RELEVANCE' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST' | 'BEST_SELLING';

/** What is searched for, in no engine's language. */
export interface SearchPlan {
  /** What was typed, folded; '' = everything. */
  text: string;
  /** Empty when the text has no words: then names that contain the text are meant. */
  segments: Segment[];
  /** The last word may be unfinished. */
  isPrefix: boolean;
  filters: PlanFilter[];
  /** Browsing (no text) by RELEVANCE is NEWEST. */
  sort: PlanSort;
  size: number;
  /**
   * Position after which the page starts: sort value and id of the item before, and whether its
   * page was a loose one.
   */
  after?: { value: number; id: string; isLoose: boolean };
  /** Lower bounds of the price facet's ranges, in minor units, ascending from 0. */
  priceSteps: number[];
}
