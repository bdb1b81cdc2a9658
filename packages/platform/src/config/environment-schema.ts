import { SAMPLERS } from '@emporium/telemetry/start-tracing';
import { z } from 'zod';
import { kafkaFields } from './kafka-fields.js';
import {
  adapterUrl,
  booleanField,
  listField,
  pairsField,
  portField,
  secretField,
} from './fields.js';
import { shopFields } from './shop-fields.js';

/**
 * Every variable that the platform reads, for all subgraphs; their own are in their `config`. One
 * schema checks and documents them.
 */
export const environmentFields = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses embedded adapters and weak secrets.'),
  PORT: portField('Port of the public GraphQL endpoint; 0 takes a free one.').default(4000),
  OPS_PORT: portField('Port of /health, /ready and /metrics; 0 takes a free one.').default(4100),
  LISTEN_HOST: z
    .string()
    .optional()
    .describe(
      'Address that all ports listen on; * = all of them. Default: * in production, else 127.0.0.1 (this machine only).',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('Folder of everything embedded: database, media, mail, keys, the test provider.'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address under which browsers reach the gateway; default http://localhost:PORT.'),
  ...shopFields,
  DATABASE_URL: adapterUrl(
    ['pglite://', 'pglite:', 'postgres://', 'postgresql://'],
    'Databases: pglite: (embedded) or a PostgreSQL server.',
  ).default('pglite:'),
  KV_URL: adapterUrl(
    ['pglite:', 'redis://', 'rediss://'],
    'Durable key-value store, e.g. of revocations.',
  ).default('pglite:'),
  CACHE_URL: adapterUrl(
    ['memory:', 'redis://', 'rediss://'],
    'Caches, rate limits and live messages; default: memory: when KV_URL is embedded, else KV_URL.',
  ).optional(),
  BUS_URL: adapterUrl(
    ['memory:', 'kafka://', 'kafka+ssl://'],
    'Events: memory: (durable, in this process), kafka://host:port,host:port or, over TLS, kafka+ssl://host:port,host:port.',
  ).default('memory:'),
  ...kafkaFields,
  BUS_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .describe(
      'Partitions of event topics that are created at start; topics that exist keep theirs.',
    ),
  BUS_REPLICATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe(
      "Copies of each partition of topics that are created; default: the broker's own setting.",
    ),
  BUS_DEAD_LETTER_DAYS: z.coerce
    .number()
    .min(1)
    .max(3_650)
    .default(90)
    .describe(
      'Days that messages which a consumer gave up on are kept (npm run dlq); topics that exist keep their setting.',
    ),
  EVENT_MAX_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .describe(
      'Failed attempts after which a consumer gives up an event that no waiting can help (npm run dlq). Outages do not count.',
    ),
  PLATFORM_DATABASE_URL: adapterUrl(
    ['postgres://', 'postgresql://'],
    'Database of the embedded event log and key-value store, instead of platform_db on DATABASE_URL. Two shops on one server need two.',
  ).optional(),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(10)
    .describe('Connections per subgraph process.'),
  DATABASE_STATEMENT_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(600_000)
    .default(8_000)
    .describe('Longest time for one SQL statement.'),
  REPLICAS: z.coerce
    .number()
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('npm run start:services: processes per service.'),
  OUTBOX_SHARDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('Parallel relays per subgraph; one key always stays in one shard.'),
  SUBGRAPH_TRANSPORT: z
    .enum(['direct', 'http'])
    .default('direct')
    .describe('In one process: call subgraphs directly or over their own HTTP ports.'),
  DISCOVERY_URL: adapterUrl(
    ['consul://'],
    'consul://host:8500: every process makes itself known to this Consul agent and finds the others there; SUBGRAPH_<NAME>_URL counts until then.',
  ).optional(),
  INSTANCE_ADDRESS: z
    .string()
    .optional()
    .describe(
      'Address at which others reach this process, for DISCOVERY_URL; default: the name of the machine.',
    ),
  EXECUTOR: z
    .enum(['own', 'apollo'])
    .default('own')
    .describe(
      'What runs query plans in the gateway: the executor of this project or that of @apollo/gateway.',
    ),
  GATEWAY_PLUGINS: listField(
    'Apollo Server plugins that the gateway runs for every operation: files or packages whose default export is a plugin or returns one, comma-separated.',
  ).default([]),
  SAFELIST: z
    .enum(['off', 'log', 'enforce'])
    .default('off')
    .describe(
      'Whether the gateway runs only operations of OPERATION_MANIFEST; `log` runs all and logs the others.',
    ),
  OPERATION_MANIFEST: z
    .string()
    .optional()
    .describe(
      'File with the operations of the clients (Apollo persisted query manifest), e.g. schema/operations.json.',
    ),
  SUPERGRAPH_PATH: z
    .string()
    .optional()
    .describe('Composed supergraph; default schema/supergraph.graphql. Reloaded when it changes.'),
  JWT_PRIVATE_KEY: z
    .string()
    .optional()
    .describe(
      'PEM (EC P-256 or RSA) that signs access tokens; only the subgraph that logs in needs it. Development: generated into DATA_DIR.',
    ),
  JWT_PUBLIC_KEY: z
    .string()
    .optional()
    .describe(
      'PEM of the matching public key; with more PEMs after it, separated by commas, their tokens are accepted as well.',
    ),
  EVENT_SECRET: z
    .string()
    .optional()
    .describe(
      'At least 32 bytes; signs events on Kafka, one value for all services. Several, comma-separated: the first one signs, all are believed.',
    ),
  INTERNAL_SECRET: secretField(
    'At least 32 bytes; signs identities between gateway and subgraphs, and guest tokens.',
  ),
  COOKIE_SECURE: booleanField(
    'Cookies only over TLS, with the __Host- prefix; default true in production.',
  ).optional(),
  COOKIE_OLD_NAMES: booleanField(
    'Also take cookies without the __Host- prefix: for the 7 days that sessions live after an upgrade from a version without it, so that nobody has to log in again.',
  ).default(false),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe(
      "Whose X-Forwarded-For counts: the number of proxies in front of the gateway, or their addresses (comma-separated, also networks); default false: nobody's. `true` believes every client and is refused in production.",
    ),
  CORS_ORIGINS: listField('Origins of browser clients, comma-separated.').default([]),
  CORS_HEADERS: listField(
    'Request headers that browser clients may send beside those of Apollo, urql, Relay, Sentry and W3C tracing, comma-separated.',
  ).default([]),
  ALLOW_EMBEDDED: booleanField('Allow embedded adapters in production.').default(false),
  INTROSPECTION: booleanField('Allow introspection; default true outside production.').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'must be the http(s) address of an OTLP receiver, e.g. http://collector:4318',
    })
    .optional()
    .describe(
      'Where traces are sent, as OTLP/HTTP in JSON to …/v1/traces; without it tracing is not loaded.',
    ),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS)
    .default('parentbased_always_on')
    .describe(
      'Which traces are kept; parentbased_… lets the caller decide, also a client that sends a traceparent.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces that traceidratio and parentbased_traceidratio keep, e.g. 0.1.'),
  OTEL_SERVICE_NAME: z
    .string()
    .optional()
    .describe(
      'Name of the process in traces; default: gateway, shop, or the name of the subgraph.',
    ),
  OTEL_RESOURCE_ATTRIBUTES: pairsField(
    'What else traces say of the process: key=value,key=value, values percent-encoded.',
  ).optional(),
} satisfies z.ZodRawShape;

export type Environment = z.infer<z.ZodObject<typeof environmentFields>>;
