import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { withDeadline } from '@emporium/resilience/deadline';
import { checkedKey, type BlobStore } from './blob-store.js';
import { parseS3Address } from './s3-address.js';
import { createBucket } from './s3-bucket.adapter.js';
import { listObjects } from './s3-list.adapter.js';
import { streamObject } from './s3-stream.adapter.js';
import { unavailable } from './s3-unavailable.adapter.js';

/**
 * Two attempts at most that fail after these times each: a store that hangs is an error within
 * seconds, not minutes.
 */
const MAX_ATTEMPTS = 2;
/** Includes the wait for one of the client's 50 connections. */
const CONNECT_TIMEOUT_MS = 3_000;
/**
 * Longest silence in the middle of a request or an answer; a large file that keeps moving may take
 * longer.
 */
const SILENCE_MS = 3_000;
/** Longest time for one call that does not stream, however it keeps moving. */
const CALL_LIMIT_MS = 60_000;
const PING_TIMEOUT_MS = 2_000;

/** How to sign in; without credentials those of the machine are used. */
interface SignIn {
  region: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/**
 * Files in a bucket of any store that speaks S3. The bucket is created when it is missing. Opens
 * even when the store is away: then each call rejects with BlobStoreUnavailableError until it is
 * back. Throws when the address is not complete.
 */
export async function openS3BlobStore(
  url: string,
  { region, credentials }: SignIn,
): Promise<BlobStore> {
  const { bucket: Bucket, endpoint, prefix } = parseS3Address(url);
  const client = new S3Client({
    region,
    ...(credentials ? { credentials } : {}),
    // Stores of one's own rarely have a host name per bucket.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_MS },
  });
  const place = (key: string) => ({ Bucket, Key: prefix + checkedKey(key) });
  let bucketReady: Promise<void> | undefined;
  const ready = () =>
    (bucketReady ??= createBucket(client, Bucket, region).catch((error: unknown) => {
      // Not remembered: the store may be back for the next call.
      bucketReady = undefined;
      throw error;
    }));
  await ready().catch(() => undefined);

  const ask = async <T>(
    call: (abortSignal: AbortSignal) => Promise<T>,
    limitMs = CALL_LIMIT_MS,
  ): Promise<T> => {
    try {
      await ready();
      return await withDeadline(limitMs, 'a call of the blob store', call);
    } catch (error) {
      return unavailable(error);
    }
  };

  return {
    put: async (key, bytes, contentType) => {
      const target = place(key);
      await ask((abortSignal) =>
        client.send(new PutObjectCommand({ ...target, Body: bytes, ContentType: contentType }), {
          abortSignal,
        }),
      );
    },
    get: async (key) => {
      const target = place(key);
      const head = await ask((abortSignal) =>
        client.send(new HeadObjectCommand(target), { abortSignal }).catch(missing),
      );
      // The ETag ties the stream to what was measured: a file replaced in between is an error, not
      // a length that does not fit.
      return (
        head && {
          bytes: head.ContentLength ?? 0,
          stream: () => streamObject(client, { ...target, IfMatch: head.ETag }),
        }
      );
    },
    read: async (key) => {
      const target = place(key);
      return ask(async (abortSignal) => {
        const object = await client
          .send(new GetObjectCommand(target), { abortSignal })
          .catch(missing);
        return object && Buffer.from(await object.Body!.transformToByteArray());
      });
    },
    delete: async (key) => {
      const target = place(key);
      await ask((abortSignal) => client.send(new DeleteObjectCommand(target), { abortSignal }));
    },
    list: async function* (from) {
      try {
        await ready();
        yield* listObjects(client, Bucket, prefix, from);
      } catch (error) {
        unavailable(error);
      }
    },
    ping: async () => {
      await ask(
        (abortSignal) => client.send(new HeadBucketCommand({ Bucket }), { abortSignal }),
        PING_TIMEOUT_MS,
      );
    },
    close: async () => client.destroy(),
  };
}

/** A file that is not there is an answer; everything else is an error. */
function missing(error: unknown): undefined {
  if (
    error instanceof S3ServiceException &&
    (error.name === 'NotFound' || error.name === 'NoSuchKey')
  )
    return undefined;
  throw error;
}
