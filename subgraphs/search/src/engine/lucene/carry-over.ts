import type { IndexNames } from './index-names.js';
import type { ProductChange } from './join-product.js';
import type { LuceneServer } from './lucene-server.js';
import { mergeProducts } from './merge-products.js';
import type { ProductSource } from './product-source.js';
import { stocksAndSales } from './read-states.js';
import { scanSources } from './scan-products.js';

const BATCH = 500;

/**
 * Copies what the catalog cannot tell again: tombstones, since an old event must not bring a
 * deleted product back, and stock that came before its product. What is written after this scan is
 * written to both indices anyway.
 */
export async function copyWhatCatalogForgot(
  server: LuceneServer,
  names: IndexNames,
  from: string,
  to: string,
  onBatch: () => Promise<void>,
): Promise<void> {
  await server.admin('POST', `/${from}/_refresh`);
  const query = {
    bool: {
      should: [{ term: { deleted: true } }, { term: { version: 0 } }],
      minimum_should_match: 1,
    },
  };
  for (let after = ''; ;) {
    const sources = await scanSources<ProductSource>(server, from, query, after, BATCH, [
      'id',
      'version',
      'deleted',
      'stocks',
      'sales',
    ]);
    await mergeProducts(server, names, to, sources.map(toChange));
    await onBatch();
    if (sources.length < BATCH) return;
    after = sources.at(-1)!.id;
  }
}

function toChange(source: ProductSource): ProductChange {
  return source.deleted ? { id: source.id, deletedAt: source.version } : stocksAndSales(source);
}
