import { LRUCache } from 'lru-cache';
import { conditionVariables } from '@emporium/federation-executor/response/conditions';
import { MAX_VARIANTS } from '@emporium/federation-executor/compile-operation';
import { prepareDocument, type DocumentChecks, type PreparedDocument } from './prepare-document.js';

/**
 * Memory for documents that were asked for once, and for those that were asked for again, in bytes.
 */
const NEW_BYTES = 16_000_000;
const USED_BYTES = 64_000_000;

/**
 * Prepared documents of one supergraph, and through them their plans, which live as long as they
 * do. The least recently used ones go when the memory they are estimated at is used up. Documents
 * nobody asks for a second time, however many, push out no other.
 */
export interface DocumentCache {
  /**
   * Throws RequestError (or an AggregateError of them) for a document that may not run; rejections
   * are not cached.
   */
  prepare(source: string): PreparedDocument;
  byHash(hash: string): PreparedDocument | undefined;
  readonly size: number;
}

/** Makes an empty cache for the checks of one supergraph. */
export function createDocumentCache(
  checks: DocumentChecks,
  { newBytes = NEW_BYTES, usedBytes = USED_BYTES } = {},
): DocumentCache {
  const byHash = new Map<string, PreparedDocument>();
  const part = (maxSize: number) =>
    new LRUCache<string, PreparedDocument>({
      maxSize,
      sizeCalculation: bytesOf,
      dispose: ({ hash }) => byHash.delete(hash),
    });
  const fresh = part(newBytes);
  const used = part(usedBytes);
  const keep = (documents: typeof fresh, document: PreparedDocument) => {
    // One larger than the whole memory is not kept.
    if (documents.set(document.source, document).has(document.source))
      byHash.set(document.hash, document);
    return document;
  };
  return {
    prepare(source) {
      const known = used.get(source);
      if (known) return known;
      const again = fresh.get(source);
      if (!again) return keep(fresh, prepareDocument(source, checks));
      fresh.delete(source);
      return keep(used, again);
    },
    byHash: (hash) => byHash.get(hash),
    get size() {
      return fresh.size + used.size;
    },
  };
}

/**
 * Measured: what a syntax tree takes per character, a plan per field, and both at least. Not exact,
 * but growing with the truth.
 */
const LEAST = 10_000;
const PER_CHARACTER = 100;
const PER_FIELD = 600;

function bytesOf({ source, document, fields, requirements }: PreparedDocument): number {
  const variants = Math.min(MAX_VARIANTS, 2 ** conditionVariables(document).length);
  // As it stands, and without what the sender may not see; other senders are not the sender's
  // doing.
  const rewritten = requirements.length > 0 ? 2 : 1;
  return LEAST + rewritten * (PER_CHARACTER * source.length + PER_FIELD * fields * variants);
}
