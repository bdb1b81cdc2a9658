import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { DEFAULT_SYNONYMS } from '../plan/default-synonyms.js';
import { IndexNames } from './lucene/index-names.js';
import { luceneSearchEngine } from './lucene/lucene-search-engine.js';
import { LuceneServer, TIMEOUTS, type EngineTimeouts } from './lucene/lucene-server.js';
import type { LuceneTransport } from './lucene/transport.js';
import { pgSearchEngine } from './pg/pg-search-engine.js';
import type { SearchEngine } from './search-engine.js';

/** Names in an engine that several shops share: letters, digits and - _ in small letters. */
const BASE = /^[a-z0-9][a-z0-9_-]{0,60}$/;

/**
 * Opens the engine that SEARCH_URL names: `pg:`, `elasticsearch+http://host:port` or
 * `opensearch+http://host:port`, also with https, with user and password, and with `?index=NAME`
 * instead of `emporium`. Only the client that is needed is loaded. Throws for other addresses.
 */
export async function openSearchEngine(
  url: string,
  fork: () => SqlEntityManager,
  timeouts: EngineTimeouts = TIMEOUTS,
): Promise<SearchEngine> {
  if (url.startsWith('pg:')) return pgSearchEngine(fork);
  const { transport, names } = await openLucene(url);
  return luceneSearchEngine(new LuceneServer(transport, timeouts), names, DEFAULT_SYNONYMS);
}

/**
 * Opens the client of an engine beside the database, and tells what the shop calls its indices
 * there. Throws like openSearchEngine.
 */
export async function openLucene(
  url: string,
): Promise<{ transport: LuceneTransport; names: IndexNames }> {
  const [, kind, address] = /^(elasticsearch|opensearch)\+(https?:\/\/.+)$/.exec(url) ?? [];
  if (!kind || !address) throw new Error('SEARCH_URL names no engine that we have');
  const parsed = new URL(address);
  const base = parsed.searchParams.get('index') ?? 'emporium';
  if (!BASE.test(base))
    throw new Error('the index of SEARCH_URL is written in small letters, digits, - and _');
  return { transport: await openTransport(kind, parsed), names: new IndexNames(base) };
}

async function openTransport(kind: string, url: URL): Promise<LuceneTransport> {
  if (kind === 'elasticsearch')
    return (await import('./elasticsearch-engine.adapter.js')).openElasticsearch(url);
  return (await import('./opensearch-engine.adapter.js')).openOpenSearch(url);
}
