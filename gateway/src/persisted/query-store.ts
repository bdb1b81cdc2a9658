import type { KeyValueStore } from '@emporium/kv/key-value';
import { withDeadline } from '@emporium/resilience/deadline';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';

const MAX_QUERIES = 1_000;
const MAX_CHARACTERS = 8_000_000;
const TTL_SECONDS = 86_400;
const TIMEOUT_MS = 100;

/** Documents that clients have sent once and then name by their SHA-256. */
export interface QueryStore {
  /** Undefined when it is not known (any more): the client sends it again. Never rejects. */
  get(hash: string): Promise<string | undefined>;
  remember(hash: string, document: string): void;
  readonly size: number;
}

/**
 * Makes a store: the last thousand documents here and, on a server that all replicas share, each
 * for a day. The caller's budget pays for every new document, so nobody fills the server either.
 */
export function createQueryStore(shared: KeyValueStore, log: Logger): QueryStore {
  const local = new LRUCache<string, string>({
    max: MAX_QUERIES,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (document) => document.length + 1,
  });
  // In this process a second copy would only be a second memory, without a bound.
  const isShared = shared.kind !== 'memory';
  return {
    async get(hash) {
      const known = local.get(hash);
      if (known !== undefined || !isShared) return known;
      const found = await withDeadline(TIMEOUT_MS, 'reading a persisted query', () =>
        shared.get(`apq:${hash}`),
      ).catch(() => undefined);
      if (found !== undefined) local.set(hash, found);
      return found;
    },
    remember(hash, document) {
      const isKnown = local.has(hash);
      local.set(hash, document);
      if (isKnown || !isShared) return;
      shared
        .set(`apq:${hash}`, document, TTL_SECONDS)
        .catch((error: unknown) => log.warn({ err: error }, 'a persisted query was not stored'));
    },
    get size() {
      return local.size;
    },
  };
}
