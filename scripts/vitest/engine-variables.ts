import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which variable of an engine feeds which of ours, and the adapter that must exist for that. Names
 * on the left: shared/engines.
 */
const ENGINES = [
  {
    name: 'postgres',
    given: 'DATABASE_URL',
    adapter: 'packages/db/src/*.ts',
    ours: (url: string) => ({ DATABASE_URL: url }),
  },
  {
    name: 'redis',
    given: 'REDIS_URL',
    adapter: 'packages/kv/src/**/redis*.adapter.ts',
    ours: (url: string) => ({ KV_URL: url, CACHE_URL: url }),
  },
  {
    name: 'kafka',
    given: 'KAFKA_BROKERS',
    adapter: 'packages/bus/src/**/kafka*.adapter.ts',
    ours: (hosts: string) => ({ BUS_URL: `kafka://${hosts}` }),
  },
  {
    name: 'elasticsearch',
    given: 'ELASTICSEARCH_URL',
    adapter: 'subgraphs/search/src/**/elasticsearch*.adapter.ts',
    ours: (url: string) => ({ SEARCH_URL: `elasticsearch+${url}` }),
  },
  {
    name: 'opensearch',
    given: 'OPENSEARCH_URL',
    adapter: 'subgraphs/search/src/**/opensearch*.adapter.ts',
    ours: (url: string) => ({ SEARCH_URL: `opensearch+${url}` }),
  },
  {
    name: 's3',
    given: 'S3_ENDPOINT',
    adapter: 'subgraphs/media/src/**/s3*.adapter.ts',
    ours: (url: string) => ({ BLOB_URL: `s3://emporium?endpoint=${encodeURIComponent(url)}` }),
  },
] as const;

/** The engines that the code can talk to today. */
export function enginesWithAdapter(root: string) {
  return ENGINES.filter((engine) => globSync(engine.adapter, { cwd: root }).length > 0);
}

/**
 * Variables of the product for the engines whose addresses are in `env`; what is set already stays.
 * Two search engines: the first one given wins.
 */
export function mapEngineVariables(
  env: Record<string, string | undefined>,
  root: string,
): Record<string, string> {
  const mapped: Record<string, string> = {};
  for (const engine of enginesWithAdapter(root)) {
    const given = env[engine.given];
    if (!given) continue;
    for (const [name, value] of Object.entries(engine.ours(given)))
      mapped[name] ??= env[name] || value;
  }
  return mapped;
}

/** What the engines tool tells of its engines. */
const OF_ENGINES = [
  'REDIS_URL',
  'KAFKA_BROKERS',
  'ELASTICSEARCH_URL',
  'OPENSEARCH_URL',
  'S3_ENDPOINT',
];
/** Said by the test run itself. */
const OF_TEST_RUNS = ['NODE_ENV', 'LOG_LEVEL'];

/**
 * Everything that a test of the embedded shop must not see, so that it means the same on every
 * machine and with every engine: all that .env.example lists, which is written from the code.
 */
export const SETTINGS_OF_THE_PRODUCT: readonly string[] = [
  ...OF_ENGINES,
  ...[
    ...readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').matchAll(
      /^# ([A-Z\d_]+)=/gm,
    ),
  ]
    .map(([, name]) => name!)
    .filter((name) => !OF_TEST_RUNS.includes(name)),
];
