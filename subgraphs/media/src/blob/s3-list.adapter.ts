import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { BlobEntry } from './blob-store.js';

/** Objects of the store's own folder whose key starts with `from`, page by page. */
export async function* listObjects(
  client: S3Client,
  Bucket: string,
  folder: string,
  from: string,
): AsyncGenerator<BlobEntry> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: folder + from })) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (Key && LastModified) yield { key: Key.slice(folder.length), modifiedAt: LastModified };
    }
  }
}
