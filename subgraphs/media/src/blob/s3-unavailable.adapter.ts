import { S3ServiceException } from '@aws-sdk/client-s3';
import { BlobStoreUnavailableError } from './blob-store.js';

/** Refusals that pass: too slow, too many requests. */
const PASSING = new Set([408, 429]);

/**
 * Throws the error as it is when the store refused for good (no such bucket, wrong key), else
 * BlobStoreUnavailableError.
 */
export function unavailable(cause: unknown): never {
  if (cause instanceof S3ServiceException) {
    const status = cause.$metadata.httpStatusCode ?? 500;
    if (status < 500 && !PASSING.has(status)) throw cause;
  }
  throw new BlobStoreUnavailableError(
    `the blob store does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
    },
  );
}
