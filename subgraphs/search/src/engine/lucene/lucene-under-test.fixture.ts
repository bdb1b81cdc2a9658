import { randomUUID } from 'node:crypto';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { openSearchEngine } from '../open-search-engine.js';
import type { SearchEngine } from '../search-engine.js';
import { TIMEOUTS, type EngineTimeouts } from './lucene-server.js';

/** A document as the server keeps it. */
export interface StoredDocument {
  _id: string;
  _seq_no: number;
  // oxlint-disable-next-line typescript/no-explicit-any
  _source: Record<string, any>;
}

/** A real search server and a corner of it that nobody else uses. */
export interface LuceneUnderTest {
  kind: 'elasticsearch' | 'opensearch';
  base: string;
  /** SEARCH_URL of the corner. */
  url: string;
  /**
   * Another engine on the same corner, as another process would have it; `address` leads elsewhere,
   * e.g. through a proxy.
   */
  open(options?: { address?: string; timeouts?: Partial<EngineTimeouts> }): Promise<SearchEngine>;
  /** A request past the engine; the answer's JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any
  http(method: string, path: string, body?: object): Promise<any>;
  refresh(): Promise<void>;
  /** What stands in the index of products, by id. */
  documents(): Promise<StoredDocument[]>;
  /** Closes all engines opened and removes all indices. */
  close(): Promise<void>;
}

/** Declares the same tests for every search server that runs. */
export function describeWithLucene(
  name: string,
  fn: (make: () => LuceneUnderTest, address: string) => void,
): void {
  for (const [kind, url] of [
    ['opensearch', engineUrls().opensearchUrl],
    ['elasticsearch', engineUrls().elasticsearchUrl],
  ] as const) {
    describeWithEngine(`${name} on ${kind}`, url, (address) =>
      fn(() => luceneUnderTest(kind, address), address),
    );
  }
}

function luceneUnderTest(kind: LuceneUnderTest['kind'], server: string): LuceneUnderTest {
  const base = `test-${randomUUID().slice(0, 8)}`;
  const opened: SearchEngine[] = [];
  const http: LuceneUnderTest['http'] = async (method, path, body) => {
    const json = body
      ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : {};
    return (await fetch(`${server}${path}`, { method, ...json })).json();
  };
  const refresh = async () => void (await http('POST', `/${base}-*/_refresh`));
  return {
    kind,
    base,
    url: `${kind}+${server}?index=${base}`,
    open: async ({ address = server, timeouts } = {}) => {
      const url = `${kind}+${address.replace(/\/$/, '')}?index=${base}`;
      // Several test files share two cores with the engines.
      const engine = await openSearchEngine(url, noDatabase, {
        ...TIMEOUTS,
        search: 20_000,
        ...timeouts,
      });
      opened.push(engine);
      return engine;
    },
    http,
    refresh,
    documents: async () => {
      await refresh();
      const { hits } = await http('POST', `/${base}-products/_search`, {
        size: 1_000,
        seq_no_primary_term: true,
        sort: [{ id: 'asc' }],
      });
      return hits.hits as StoredDocument[];
    },
    close: async () => {
      for (const engine of opened) await engine.close();
      for (const index of Object.keys(await http('GET', `/${base}-*/_alias`)))
        await http('DELETE', `/${index}`);
    },
  };
}

function noDatabase(): never {
  throw new Error('no database is needed');
}
