import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';

/** One HTTP request to a search server; what Elasticsearch and OpenSearch have in common. */
export interface LuceneRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: object;
  /** Newline-delimited JSON instead of one body. */
  lines?: readonly object[];
  timeoutMs: number;
}

/** Any HTTP answer, also one that tells of a failure. */
export interface LuceneAnswer {
  status: number;
  body: unknown;
}

/**
 * The client of one engine. `send` rejects with EngineAwayError only when no answer came in time;
 * it never retries.
 */
export interface LuceneTransport {
  readonly kind: 'elasticsearch' | 'opensearch';
  send(request: LuceneRequest): Promise<LuceneAnswer>;
  close(): Promise<void>;
}

/**
 * The engine is down, too slow, overloaded or read-only: the same request may succeed later. Its
 * message is for logs, never for callers.
 */
export class EngineAwayError extends SubgraphUnavailableError {
  override name = 'EngineAwayError';
  constructor(reason: 'down' | 'timeout' | 'refused', detail: string, options?: ErrorOptions) {
    super('search', reason, options);
    this.message = `the search engine does not do its work: ${detail}`;
  }
}

/** The engine has more to do, or less memory, than it can bear at this moment (429). */
export class EngineBusyError extends EngineAwayError {
  override name = 'EngineBusyError';
  constructor(detail: string) {
    super('refused', detail);
  }
}

/** The engine understood the request and will never carry it out. */
export class EngineRefusedError extends Error {
  override name = 'EngineRefusedError';
  constructor(
    readonly status: number,
    readonly type: string,
    reason: string,
  ) {
    super(`the search engine refused (${status} ${type}): ${reason.slice(0, 500)}`);
  }
}
