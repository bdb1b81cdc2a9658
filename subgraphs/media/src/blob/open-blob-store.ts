import { join } from 'node:path';
import { ConfigurationError } from '@emporium/platform/config/configuration-error';
import type { Config } from '@emporium/platform/config/config';
import { settingsOf } from '@emporium/platform/config/settings';
import { mediaConfig } from '../config.js';
import type { BlobStore } from './blob-store.js';
import { openFileBlobStore } from './file-blob-store.js';

/**
 * Opens the blob store that BLOB_URL names. Throws when the address or its credentials are not
 * complete.
 */
export async function openBlobStore(config: Config): Promise<BlobStore> {
  const settings = settingsOf(config, mediaConfig);
  const {
    BLOB_URL: url,
    S3_REGION: region,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings;
  // Half a pair would quietly fall back to the credentials of the machine.
  if (!accessKeyId !== !secretAccessKey)
    throw new ConfigurationError(['S3_ACCESS_KEY_ID / S3_SECRET_ACCESS_KEY: set both or none']);
  if (url.startsWith('file:'))
    return openFileBlobStore(url.slice('file:'.length) || join(config.dataDir, 'media'));
  // The SDK is large; a shop that keeps files in a folder does not load it.
  const { openS3BlobStore } = await import('./s3-blob-store.adapter.js');
  return openS3BlobStore(url, {
    region,
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  });
}
