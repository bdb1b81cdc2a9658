import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { OperationRequest } from '../request/prepare-operation.js';
import { RequestError } from '../request/request-error.js';
import type { OperationManifest, SafelistMode } from './operation-manifest.js';
import type { QueryStore } from './query-store.js';

const HASH = /^[0-9a-f]{64}$/;
const MAX_ID = 200;

/** The document of a request, and what to do once it has passed all checks. */
export interface FoundDocument {
  query: unknown;
  /** Keeps the document for requests that name it by its hash. */
  remember?(): void;
}

/** Finds the document that a request means. Throws RequestError. */
export type FindDocument = (request: OperationRequest) => Promise<FoundDocument>;

export interface FindDocumentOptions {
  store: QueryStore;
  safelist: { mode: SafelistMode; manifest?: OperationManifest };
  log: Logger;
}

/**
 * Makes the finder: ids of the manifest, hashes of documents sent before, and documents; only those
 * of the manifest when it is enforced.
 */
export function createFindDocument({
  store,
  safelist: { mode, manifest },
  log,
}: FindDocumentOptions): FindDocument {
  return async ({ query, extensions }) => {
    const id = hashIn(extensions);
    if (query === undefined || query === null || query === '') {
      if (id === undefined) return { query };
      const found = manifest?.byId(id) ?? (mode === 'enforce' ? undefined : await store.get(id));
      if (found === undefined)
        throw new RequestError(400, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', {
          reason: 'persisted',
        });
      return { query: found };
    }
    if (typeof query === 'string' && mode !== 'off' && manifest?.has(query) !== true) {
      if (mode === 'enforce') {
        throw new RequestError(
          403,
          'FORBIDDEN',
          'This shop runs only the operations of its own clients.',
          { reason: 'safelist' },
        );
      }
      log.warn(
        { hash: typeof query === 'string' ? sha256(query) : undefined },
        'operation is not on the safelist',
      );
    }
    if (id === undefined || typeof query !== 'string' || manifest?.byId(id) === query)
      return { query };
    if (sha256(query) !== id) {
      throw new RequestError(
        400,
        'BAD_USER_INPUT',
        'The hash of the persisted query is not that of the query.',
        { reason: 'persisted' },
      );
    }
    return { query, remember: () => store.remember(id, query) };
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function hashIn(extensions: unknown): string | undefined {
  if (extensions === undefined || extensions === null) return undefined;
  if (typeof extensions !== 'object' || Array.isArray(extensions)) {
    throw new RequestError(400, 'BAD_USER_INPUT', 'extensions must be an object.', {
      reason: 'shape',
    });
  }
  const { persistedQuery } = extensions as { persistedQuery?: unknown };
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const { version, sha256Hash } = persistedQuery as { version?: unknown; sha256Hash?: unknown };
  if (
    version !== 1 ||
    typeof sha256Hash !== 'string' ||
    sha256Hash === '' ||
    sha256Hash.length > MAX_ID
  ) {
    throw new RequestError(
      400,
      'BAD_USER_INPUT',
      'persistedQuery needs version 1 and a sha256Hash.',
      { reason: 'persisted' },
    );
  }
  return HASH.test(sha256Hash.toLowerCase()) ? sha256Hash.toLowerCase() : sha256Hash;
}
