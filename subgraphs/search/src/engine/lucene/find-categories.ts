import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { pairOf } from './product-source.js';
import { VISIBLE } from './understand-words.js';

/** More categories than start with the same letters in any sensible shop. */
const MAX_CANDIDATES = 100;

interface Category {
  id: string;
  slug: string;
  name: string;
}

async function find(
  server: LuceneServer,
  names: IndexNames,
  query: object,
  size: number,
): Promise<Category[]> {
  const { hits } = await server.search<{ hits: { hits: { _source: Category }[] } }>(
    `/${names.categories}/_search`,
    {
      size,
      _source: ['id', 'slug', 'name'],
      query: { bool: { filter: [{ term: { deleted: false } }, query] } },
      sort: [{ id: 'asc' }],
    },
    { allow_partial_search_results: false },
  );
  return hits.hits.map((hit) => hit._source);
}

/** Names of categories by slug. */
export async function labelsOf(
  server: LuceneServer,
  names: IndexNames,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const categories = await find(server, names, { terms: { slug: slugs } }, slugs.length * 2);
  return new Map(categories.toReversed().map(({ slug, name }) => [slug, name]));
}

/**
 * Categories with a visible product of which a word starts with the folded text; short names first.
 */
export async function categoriesByPrefix(
  server: LuceneServer,
  names: IndexNames,
  word: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const candidates = await find(
    server,
    names,
    { prefix: { words: { value: word } } },
    MAX_CANDIDATES,
  );
  if (candidates.length === 0) return [];
  const filters = Object.fromEntries(
    candidates.map(({ id, slug }) => [id, { term: { pairs: pairOf('category', slug) } }]),
  );
  const { aggregations } = await server.search<{
    aggregations: { used: { buckets: Record<string, { doc_count: number }> } };
  }>(
    `/${names.products}/_search`,
    {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [VISIBLE] } },
      aggs: { used: { filters: { filters } } },
    },
    { allow_partial_search_results: false },
  );
  return candidates
    .filter(({ id }) => aggregations.used.buckets[id]!.doc_count > 0)
    .toSorted((a, b) => a.name.length - b.name.length || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id, name }) => ({ id, name }));
}
