import { prepareDocument, type DocumentChecks, type PreparedDocument } from './prepare-document.js';

const MAX_DOCUMENTS = 1_000;
const MAX_CHARACTERS = 16_000_000;

/** Prepared documents of one supergraph: the least recently used ones go when their number or total length is reached. */
export interface DocumentCache {
  /** Throws Refusal (or an AggregateError of them) for a document that may not run; refusals are not cached. */
  prepare(source: string): PreparedDocument;
  byHash(hash: string): PreparedDocument | undefined;
  readonly size: number;
}

/** Makes an empty cache for the checks of one supergraph. */
export function documentCache(checks: DocumentChecks): DocumentCache {
  const bySource = new Map<string, PreparedDocument>();
  const byHash = new Map<string, PreparedDocument>();
  let characters = 0;
  return {
    prepare(source) {
      const known = bySource.get(source);
      if (known) {
        bySource.delete(source);
        bySource.set(source, known);
        return known;
      }
      const prepared = prepareDocument(source, checks);
      bySource.set(source, prepared);
      byHash.set(prepared.hash, prepared);
      characters += source.length;
      for (const [oldest, document] of bySource) {
        if (bySource.size <= MAX_DOCUMENTS && characters <= MAX_CHARACTERS) break;
        bySource.delete(oldest);
        byHash.delete(document.hash);
        characters -= oldest.length;
      }
      return prepared;
    },
    byHash: (hash) => byHash.get(hash),
    get size() {
      return bySource.size;
    },
  };
}
