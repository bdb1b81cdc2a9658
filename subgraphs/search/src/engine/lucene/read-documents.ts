import type { LuceneServer } from './lucene-server.js';
import { EngineAwayError } from './transport.js';

/** A document as it is now, also when no search sees it yet. */
export interface Stored<T> {
  source: T;
  seqNo: number;
  term: number;
}

interface MgetDoc {
  _index: string;
  _id: string;
  found?: boolean;
  _seq_no?: number;
  _primary_term?: number;
  _source?: unknown;
  error?: { type: string; reason: string };
}

/**
 * Reads documents by index and id, in the order asked; undefined = not there (nor is its index,
 * possibly).
 */
export async function readDocuments(
  server: LuceneServer,
  wanted: readonly { index: string; id: string }[],
): Promise<(Stored<unknown> | undefined)[]> {
  if (wanted.length === 0) return [];
  const docs = wanted.map(({ index, id }) => ({ _index: index, _id: id }));
  const answer = await server.read<{ docs: MgetDoc[] }>('/_mget', { docs });
  return answer.docs.map((doc) => {
    if (doc.error && doc.error.type !== 'index_not_found_exception')
      throw new EngineAwayError('refused', `${doc.error.type} ${doc.error.reason}`);
    if (!doc.found) return undefined;
    return { source: doc._source, seqNo: doc._seq_no!, term: doc._primary_term! };
  });
}
