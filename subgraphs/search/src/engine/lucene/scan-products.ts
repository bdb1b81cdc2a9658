import type { DocumentState } from '../search-engine.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import type { ProductSource } from './product-source.js';

/** Sources of an index by id, those after `afterId`. */
export async function scanSources<T>(
  server: LuceneServer,
  index: string,
  query: object,
  afterId: string,
  size: number,
  fields: readonly string[],
): Promise<T[]> {
  const { hits } = await server.read<{ hits: { hits: { _source: T }[] } }>(
    `/${index}/_search`,
    {
      size,
      query,
      _source: fields,
      sort: [{ id: 'asc' }],
      track_total_hits: false,
      ...(afterId === '' ? {} : { search_after: [afterId] }),
    },
    { allow_partial_search_results: false },
  );
  return hits.hits.map((hit) => hit._source);
}

const KNOWN = {
  bool: { filter: [{ term: { deleted: false } }, { range: { version: { gte: 1 } } }] },
};

/**
 * States of documents that are no tombstones, with all that was written before the first page was
 * asked for.
 */
export async function scanProducts(
  server: LuceneServer,
  names: IndexNames,
  afterId: string,
  limit: number,
): Promise<DocumentState[]> {
  if (afterId === '') await server.admin('POST', `/${names.products}/_refresh`);
  const fields = ['id', 'version', 'visible', 'in_stock', 'price_min', 'price_max'];
  const sources = await scanSources<ProductSource>(
    server,
    names.products,
    KNOWN,
    afterId,
    limit,
    fields,
  );
  return sources.map((source) => ({
    id: source.id,
    version: source.version,
    isVisible: source.visible,
    inStock: source.in_stock,
    priceMin: source.price_min,
    priceMax: source.price_max,
  }));
}
