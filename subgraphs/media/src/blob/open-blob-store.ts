import type { Config } from '@emporium/platform/config/config';
import type { BlobStore } from './blob-store.js';
import { openFileBlobStore } from './file-blob-store.js';

/** Opens the blob store that BLOB_URL names. Throws when the address is not complete. */
export async function openBlobStore({ blobUrl, s3 }: Pick<Config, 'blobUrl' | 's3'>): Promise<BlobStore> {
  if (blobUrl.startsWith('file:')) return openFileBlobStore(blobUrl.slice('file:'.length));
  // The SDK is large; a shop that keeps files in a folder does not load it.
  const { openS3BlobStore } = await import('./s3-blob-store.adapter.js');
  return openS3BlobStore(blobUrl, s3);
}
