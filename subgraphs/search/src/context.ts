import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { SearchEngine } from './engine/search-engine.js';
import type { SynonymCache } from './synonym/synonym-cache.js';

/** Adapters of the search subgraph. */
export interface SearchServices {
  engine: SearchEngine;
  synonyms: SynonymCache;
  /** Events that wait to be indexed. */
  lagEvents(): Promise<number>;
}

/** What a use case of search gets. */
export type Ctx = PlatformCtx<SearchServices>;
