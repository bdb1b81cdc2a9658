import type { Readable } from 'node:stream';

/** A stored file, read as a stream. */
export interface StoredBlob {
  bytes: number;
  stream(): Readable;
}

/** What a listing tells of a file. */
export interface BlobEntry {
  key: string;
  modifiedAt: Date;
}

/** The store is away, silent or too busy: the same call may succeed later. */
export class BlobStoreUnavailableError extends Error {
  override name = 'BlobStoreUnavailableError';
  readonly retryable = true;
}

/**
 * Keeps files under keys like `original/med_…`. Keys hold only letters, digits, `_`, `-`, `.` and
 * `/`.
 */
export interface BlobStore {
  /** Stores the bytes whole or not at all; an existing file is replaced. */
  put(key: string, bytes: Buffer, contentType: string): Promise<void>;
  /** The file, or undefined. */
  get(key: string): Promise<StoredBlob | undefined>;
  /** All bytes of a file, or undefined. */
  read(key: string): Promise<Buffer | undefined>;
  /** Removes a file; a missing one is fine. */
  delete(key: string): Promise<void>;
  /** Files whose key starts with the prefix. */
  list(prefix: string): AsyncGenerator<BlobEntry>;
  /** Rejects when files cannot be stored. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Throws when a key could leave the store's own space. */
export function checkedKey(key: string): string {
  if (!/^[\w-]+(\/[\w.-]+)+$/.test(key) || key.includes('..')) throw new Error('not a blob key');
  return key;
}
