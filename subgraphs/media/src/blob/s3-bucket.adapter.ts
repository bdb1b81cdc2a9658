import {
  CreateBucketCommand,
  HeadBucketCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/**
 * Creates the bucket when it is missing; harmless when several processes do it at once. Rejects
 * when it cannot be used.
 */
export async function createBucket(
  client: S3Client,
  bucket: string,
  region: string,
): Promise<void> {
  if (await exists(client, bucket)) return;
  // Amazon's first region is the one that must not be named.
  const where =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...where }));
  } catch (error) {
    // Somebody was faster; whether it is ours shows when it is asked for again.
    if (!(await exists(client, bucket).catch(() => false))) throw error;
  }
}

async function exists(client: S3Client, bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}
