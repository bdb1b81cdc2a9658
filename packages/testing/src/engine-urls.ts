import { describe, test } from 'vitest';

/**
 * Addresses of real engines, under the names that the engines tool writes; undefined = not running.
 */
export interface EngineUrls {
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  /** `host:port,host:port`. */
  kafkaBrokers: string | undefined;
  elasticsearchUrl: string | undefined;
  opensearchUrl: string | undefined;
  s3Endpoint: string | undefined;
  s3AccessKeyId: string | undefined;
  s3SecretAccessKey: string | undefined;
  s3Region: string | undefined;
}

/**
 * Reads the addresses from the environment; only tests need them, so they are not part of the
 * configuration.
 */
export function engineUrls(): EngineUrls {
  const { env } = process;
  return {
    databaseUrl: env['DATABASE_URL'] || undefined,
    redisUrl: env['REDIS_URL'] || undefined,
    kafkaBrokers: env['KAFKA_BROKERS'] || undefined,
    elasticsearchUrl: env['ELASTICSEARCH_URL'] || undefined,
    opensearchUrl: env['OPENSEARCH_URL'] || undefined,
    s3Endpoint: env['S3_ENDPOINT'] || undefined,
    s3AccessKeyId: env['S3_ACCESS_KEY_ID'] || undefined,
    s3SecretAccessKey: env['S3_SECRET_ACCESS_KEY'] || undefined,
    s3Region: env['S3_REGION'] || undefined,
  };
}

/**
 * Declares tests that need a real engine; without its address the suite counts as one skipped test,
 * which carries the reason.
 */
export function describeWithEngine(
  name: string,
  url: string | undefined,
  fn: (url: string) => void,
): void {
  // The suite itself is not even collected: it may open connections or take its address apart while
  // it is declared.
  if (url !== undefined) describe(name, () => fn(url));
  else
    test(`${name} (whole suite)`, (context) =>
      context.skip('the address of its engine is not set'));
}
