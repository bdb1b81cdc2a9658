/** The parts of `s3://bucket?endpoint=URL&prefix=FOLDER`. */
export interface S3Address {
  bucket: string;
  /** Where the store is, when it is not Amazon's own. */
  endpoint?: string;
  /** Put before every key: empty, or ends with a slash. */
  prefix: string;
}

/** Takes a BLOB_URL apart. Throws an error that says what is wrong, without the address itself. */
export function parseS3Address(url: string): S3Address {
  const { hostname: bucket, pathname, searchParams, username } = new URL(url);
  const fail = (problem: string) =>
    new Error(
      `BLOB_URL: ${problem}; it looks like s3://bucket?endpoint=https://host&prefix=folder`,
    );
  if (username)
    throw fail(
      'credentials do not belong into the address, set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    );
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw fail('the name of the bucket is missing or not allowed');
  if (pathname !== '' && pathname !== '/') throw fail('a folder is given as prefix=');
  for (const name of searchParams.keys())
    if (name !== 'endpoint' && name !== 'prefix') throw fail(`there is no option ${name}`);
  const endpoint = searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint))
    throw fail('the endpoint is not an http address');
  const prefix = (searchParams.get('prefix') ?? '').replace(/^\/+|\/+$/g, '');
  if (!/^[\w./-]*$/.test(prefix) || prefix.includes('..') || prefix.includes('//'))
    throw fail('the prefix is not a folder');
  return { bucket, prefix: prefix && `${prefix}/`, ...(endpoint ? { endpoint } : {}) };
}
