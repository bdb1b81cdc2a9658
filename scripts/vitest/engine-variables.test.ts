import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  enginesWithAdapter,
  mapEngineVariables,
  SETTINGS_OF_THE_PRODUCT,
} from './engine-variables.js';

let root: string;
const adapter = (path: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emporium-engines-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('an engine without an adapter is not mapped, so nothing tries to reach it', () => {
  adapter('packages/db/src/orm.ts');
  const env = {
    DATABASE_URL: 'postgres://localhost/postgres',
    REDIS_URL: 'redis://localhost:6379',
  };
  expect(mapEngineVariables(env, root)).toEqual({ DATABASE_URL: 'postgres://localhost/postgres' });
  expect(enginesWithAdapter(root).map((engine) => engine.name)).toEqual(['postgres']);
});

test('the names that the engines tool writes become the names of the product', () => {
  adapter('packages/kv/src/redis.adapter.ts');
  adapter('packages/bus/src/kafka/kafka-bus.adapter.ts');
  adapter('subgraphs/search/src/engine/opensearch.adapter.ts');
  adapter('subgraphs/media/src/blob-store/s3.adapter.ts');
  const env = {
    REDIS_URL: 'redis://h:1',
    KAFKA_BROKERS: 'a:1,b:2',
    OPENSEARCH_URL: 'http://h:2',
    ELASTICSEARCH_URL: 'http://h:3',
    S3_ENDPOINT: 'http://h:4',
  };
  expect(mapEngineVariables(env, root)).toEqual({
    KV_URL: 'redis://h:1',
    CACHE_URL: 'redis://h:1',
    BUS_URL: 'kafka://a:1,b:2',
    SEARCH_URL: 'opensearch+http://h:2',
    BLOB_URL: 's3://emporium?endpoint=http%3A%2F%2Fh%3A4',
  });
});

test('a variable of the product that is set by hand stays', () => {
  adapter('packages/kv/src/redis.adapter.ts');
  expect(mapEngineVariables({ REDIS_URL: 'redis://h:1', CACHE_URL: 'memory:' }, root)).toEqual({
    KV_URL: 'redis://h:1',
    CACHE_URL: 'memory:',
  });
});

test('what the product reads is hidden from its embedded tests, what the test run says of itself is not', () => {
  expect(SETTINGS_OF_THE_PRODUCT).toEqual(
    expect.arrayContaining([
      'DATABASE_URL',
      'REDIS_URL',
      'KAFKA_PASSWORD',
      'GATEWAY_PLUGINS',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'LIMIT_COST',
    ]),
  );
  expect(SETTINGS_OF_THE_PRODUCT).not.toContain('NODE_ENV');
});
