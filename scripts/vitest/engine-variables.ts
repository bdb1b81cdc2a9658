import { globSync } from 'node:fs';

/** Which variable of an engine feeds which of ours, and the adapter that must exist for that. Names on the left: shared/engines. */
const ENGINES = [
  { name: 'postgres', given: 'DATABASE_URL', adapter: 'packages/db/src/*.ts', ours: (url: string) => ({ DATABASE_URL: url }) },
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

/** Variables of the product for the engines whose addresses are in `env`; what is set already stays. Two search engines: the first one given wins. */
export function mapEngineVariables(env: Record<string, string | undefined>, root: string): Record<string, string> {
  const mapped: Record<string, string> = {};
  for (const engine of enginesWithAdapter(root)) {
    const given = env[engine.given];
    if (!given) continue;
    for (const [name, value] of Object.entries(engine.ours(given))) mapped[name] ??= env[name] || value;
  }
  return mapped;
}

/** Everything that a test of the embedded shop must not see, so that it means the same on every machine and with every engine. */
export const SETTINGS_OF_THE_PRODUCT = [
  ...['DATABASE_URL', 'KV_URL', 'CACHE_URL', 'BUS_URL', 'SEARCH_URL', 'BLOB_URL', 'PAYMENT_URL', 'MAIL_URL'],
  ...[
    'REDIS_URL',
    'KAFKA_BROKERS',
    'ELASTICSEARCH_URL',
    'OPENSEARCH_URL',
    'S3_ENDPOINT',
    'S3_ACCESS_KEY_ID',
    'S3_SECRET_ACCESS_KEY',
    'S3_REGION',
  ],
  ...[
    'PORT',
    'OPS_PORT',
    'DATA_DIR',
    'PUBLIC_URL',
    'SHOP_CURRENCY',
    'SUBGRAPH_TRANSPORT',
    'JWT_PRIVATE_KEY',
    'JWT_PUBLIC_KEY',
    'INTERNAL_SECRET',
    'EVENT_SECRET',
    'KAFKA_USERNAME',
    'KAFKA_PASSWORD',
    'KAFKA_SASL_MECHANISM',
    'KAFKA_SSL_CA',
    'KAFKA_SSL_CERT',
    'KAFKA_SSL_KEY',
  ],
];
