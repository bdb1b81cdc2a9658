import { withDeadline } from '@emporium/resilience/deadline';
import type { SynonymGroups } from '../../plan/segments.js';
import type { EngineHealth, SearchEngine } from '../search-engine.js';
import { changeFacts, readFacts } from './change-fact.js';
import { ensureIndices } from './ensure-indices.js';
import { categoriesByPrefix } from './find-categories.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { beginRebuild } from './rebuild-products.js';
import { relatedProducts } from './related-products.js';
import { scanProducts } from './scan-products.js';
import { searchPage } from './search-page.js';
import { readSynonyms, writeSynonyms } from './synonyms.js';
import { EngineAwayError } from './transport.js';
import { VISIBLE } from './understand-words.js';
import { writeCategory } from './write-category.js';
import { ProductWriter } from './write-products.js';
import { writeSales } from './write-sales.js';

/** Fact: the last comparison with catalog. */
interface Verification {
  at: string;
  divergent: number;
}

/**
 * Search on a Lucene server. Opens also while the engine is away: then whatever needs it is refused
 * until it is back, and the first call that gets through makes the indices.
 */
export async function luceneSearchEngine(
  server: LuceneServer,
  names: IndexNames,
  synonyms: SynonymGroups,
): Promise<SearchEngine> {
  const products = new ProductWriter(server, names);
  let made: Promise<void> | undefined;
  const ready = () => {
    made ??= ensureIndices(server, names, synonyms).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  const after = async <T>(work: () => Promise<T>): Promise<T> => {
    await ready();
    return work();
  };
  /** Buyers do not wait for a start that takes longer than a search may. */
  const soon = <T>(work: () => Promise<T>): Promise<T> =>
    within(server.timeouts.search, ready()).then(work);
  // Not waited for for long: a shop starts without its search, too.
  await within(server.timeouts.admin, ready()).catch(() => undefined);

  return {
    kind: server.kind,
    index: (documents) => after(() => products.index(documents)),
    remove: (id, version) => after(() => products.remove(id, version)),
    setStock: (stock) => after(() => products.setStock(stock)),
    setCategory: (category) => after(() => writeCategory(server, names, category)),
    addSales: (lines, orderId) => after(() => writeSales(server, names, products, lines, orderId)),
    search: (plan) => soon(() => searchPage(server, names, plan)),
    categoriesByPrefix: (word, most) => soon(() => categoriesByPrefix(server, names, word, most)),
    related: (productId, most) => soon(() => relatedProducts(server, names, productId, most)),
    synonyms: () => soon(() => readSynonyms(server, names)),
    replaceSynonyms: (expectedVersion, groups) =>
      after(() => writeSynonyms(server, names, expectedVersion, groups)),
    beginRebuild: () => after(() => beginRebuild(server, names)),
    scan: (afterId, most) => after(() => scanProducts(server, names, afterId, most)),
    recordVerification: (divergent) =>
      after(async () => {
        await changeFacts<Verification>(server, names, ['verification'], () => ({
          at: new Date().toISOString(),
          divergent,
        }));
      }),
    health: () => after(() => healthOf(server, names)),
    ping: () => ping(server, names),
    close: () => server.close(),
  };
}

function within(ms: number, work: Promise<void>): Promise<void> {
  const toError = (cause: Error) => new EngineAwayError('timeout', cause.message, { cause });
  return withDeadline(ms, 'making the indices', () => work, toError);
}

async function healthOf(server: LuceneServer, names: IndexNames): Promise<EngineHealth> {
  const { count } = await server.read<{ count: number }>(`/${names.products}/_count`, {
    query: VISIBLE,
  });
  const [verified] = await readFacts<Verification>(server, names, ['verification']);
  return {
    documents: count,
    divergent: verified?.divergent ?? 0,
    ...(verified ? { lastVerifiedAt: new Date(verified.at) } : {}),
  };
}

/** Asks for the state of our own index: others on the cluster are not our business. */
async function ping(server: LuceneServer, names: IndexNames): Promise<void> {
  const { status } = await server.get<{ status: string }>(`/_cluster/health/${names.anyProducts}`, {
    timeout: '1s',
  });
  if (status === 'red') throw new EngineAwayError('refused', 'cluster health is red');
}
