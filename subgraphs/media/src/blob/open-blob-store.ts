import type { BlobStore } from './blob-store.js';
import { openFileBlobStore } from './file-blob-store.js';

/** Opens the blob store that BLOB_URL names. Throws for a scheme without an adapter. */
export async function openBlobStore(url: string): Promise<BlobStore> {
  if (url.startsWith('file:')) return openFileBlobStore(url.slice('file:'.length));
  throw new Error(`BLOB_URL: there is no adapter for ${url.split(':')[0]}: yet`);
}
