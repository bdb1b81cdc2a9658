import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { VISIBLE } from './understand-words.js';

interface Hits<T> {
  hits: { hits: { _source: T }[] };
}

/** A product with more facts than this is compared by the first ones only. */
const MAX_PAIRS = 200;

/**
 * Products that share most facts with this one; a shared category counts three times, those in
 * stock come first among equals.
 */
export async function relatedProducts(
  server: LuceneServer,
  names: IndexNames,
  productId: string,
  limit: number,
): Promise<string[]> {
  const path = `/${names.products}/_search`;
  const complete = { allow_partial_search_results: false };
  const me = await server.search<Hits<{ pairs: string[] }>>(
    path,
    {
      size: 1,
      _source: ['pairs'],
      query: { bool: { filter: [VISIBLE, { term: { id: productId } }] } },
    },
    complete,
  );
  const pairs = me.hits.hits[0]?._source.pairs.slice(0, MAX_PAIRS) ?? [];
  if (pairs.length === 0) return [];
  const shared = pairs.map((pair) => ({
    constant_score: {
      filter: { term: { pairs: pair } },
      boost: pair.startsWith('category=') ? 3 : 1,
    },
  }));
  const { hits } = await server.search<Hits<{ id: string }>>(
    path,
    {
      size: limit,
      track_total_hits: false,
      _source: ['id'],
      query: {
        bool: {
          filter: [VISIBLE],
          must_not: [{ term: { id: productId } }],
          should: shared,
          minimum_should_match: 1,
        },
      },
      sort: [{ _score: 'desc' }, { in_stock: 'desc' }, { id: 'asc' }],
    },
    complete,
  );
  return hits.hits.map((hit) => hit._source.id);
}
