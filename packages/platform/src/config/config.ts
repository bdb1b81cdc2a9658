import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { TracingOptions } from '@emporium/telemetry/start-tracing';
import type { Environment } from './environment-schema.js';
import type { KafkaAddress } from './read-kafka.js';
import { addressedSubgraphs, addressVariable } from './subgraph-fields.js';

/** The checked configuration of a process. */
export interface Config {
  nodeEnv: Environment['NODE_ENV'];
  production: boolean;
  /** Whether production takes adapters that keep their data in this process or machine. */
  allowEmbedded: boolean;
  port: number;
  opsPort: number;
  /** Address to listen on; undefined = all. */
  host: string | undefined;
  logLevel: Environment['LOG_LEVEL'];
  /** Absolute path. */
  dataDir: string;
  /** Without a slash at the end. */
  publicUrl: string;
  shopCurrency: string;
  shopName: string;
  /** BCP 47 tag, e.g. de-AT. */
  shopLanguage: string;
  /** Minor units; undefined: what the provider takes. */
  paymentMinimum: number | undefined;
  databaseUrl: string;
  /**
   * Where the embedded bus and key-value store keep their tables; platform_db on `databaseUrl` when
   * left out.
   */
  platformDatabaseUrl?: string;
  databasePoolMax: number;
  statementTimeoutMs: number;
  outboxShards: number;
  /** Processes per service of `npm run start:services`. */
  replicas: number;
  kvUrl: string;
  cacheUrl: string;
  busUrl: string;
  /** Undefined: the bus is another one. */
  kafka: KafkaAddress | undefined;
  busPartitions: number;
  busDeadLetterDays: number;
  eventMaxAttempts: number;
  /** Undefined: what the broker is set to. */
  busReplication?: number;
  subgraphTransport: 'direct' | 'http';
  /** Addresses of subgraphs by name, comma-separated replicas each. */
  subgraphUrls: Record<string, string>;
  /** A Consul agent; undefined: only the addresses above. */
  discoveryUrl?: string;
  /** Host at which others reach this process. */
  instanceAddress: string;
  supergraphPath: string;
  executor: 'own' | 'apollo';
  plugins: string[];
  safelist: 'off' | 'log' | 'enforce';
  operationManifest: string | undefined;
  /** PEM that signs access tokens. */
  jwtPrivateKey: string;
  /** PEMs of the keys whose access tokens are accepted, that of new tokens first. */
  jwtPublicKeys: readonly string[];
  /** Signs. */
  internalSecret: string;
  /** All that are accepted, the signing one first. */
  internalSecrets: readonly string[];
  /** Newest first; empty when events stay inside the shop's own database. */
  eventSecrets: string[];
  cookieSecure: boolean;
  cookieOldNames: boolean;
  trustProxy: boolean | string | number;
  corsOrigins: string[];
  corsHeaders: string[];
  introspection: boolean;
  /** `LIMIT_BODY_BYTES` → `bodyBytes`. */
  limits: Record<string, number>;
  /** Undefined: nothing is traced. */
  tracing?: TracingOptions;
  /** The environment as it was given, from which subgraphs read their own fields (settingsOf). */
  raw: Record<string, string | undefined>;
}

/** PEM keys of access tokens, configured or generated for development. */
export type Keys = Pick<Config, 'jwtPrivateKey' | 'jwtPublicKeys'>;

/** The event bus, as far as it is a cluster. */
export type Cluster = Pick<Config, 'kafka' | 'eventSecrets'>;

/** Gives every variable its place and every default that depends on another variable. */
export function toConfig(
  env: Environment,
  found: Keys & Cluster,
  limits: Record<string, number>,
  raw: Config['raw'],
): Config {
  const dataDir = resolve(env.DATA_DIR);
  const production = env.NODE_ENV === 'production';
  return {
    nodeEnv: env.NODE_ENV,
    production,
    allowEmbedded: env.ALLOW_EMBEDDED,
    port: env.PORT,
    opsPort: env.OPS_PORT,
    // A demo administrator has a public password, and /metrics asks for none.
    host:
      env.LISTEN_HOST === '*' || (production && env.LISTEN_HOST === undefined)
        ? undefined
        : (env.LISTEN_HOST ?? '127.0.0.1'),
    logLevel: env.LOG_LEVEL,
    dataDir,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
    shopCurrency: env.SHOP_CURRENCY,
    shopName: env.SHOP_NAME,
    shopLanguage: env.SHOP_LANGUAGE,
    paymentMinimum: env.PAYMENT_MINIMUM,
    databaseUrl: env.DATABASE_URL,
    ...(env.PLATFORM_DATABASE_URL ? { platformDatabaseUrl: env.PLATFORM_DATABASE_URL } : {}),
    databasePoolMax: env.DATABASE_POOL_MAX,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    outboxShards: env.OUTBOX_SHARDS,
    replicas: env.REPLICAS,
    kvUrl: env.KV_URL,
    cacheUrl: env.CACHE_URL ?? (env.KV_URL.startsWith('redis') ? env.KV_URL : 'memory:'),
    busUrl: env.BUS_URL,
    busPartitions: env.BUS_PARTITIONS,
    busDeadLetterDays: env.BUS_DEAD_LETTER_DAYS,
    eventMaxAttempts: env.EVENT_MAX_ATTEMPTS,
    ...(env.BUS_REPLICATION ? { busReplication: env.BUS_REPLICATION } : {}),
    subgraphTransport: env.SUBGRAPH_TRANSPORT,
    subgraphUrls: Object.fromEntries(
      addressedSubgraphs(raw).map((name) => [name, raw[addressVariable(name)]!]),
    ),
    ...(env.DISCOVERY_URL ? { discoveryUrl: env.DISCOVERY_URL } : {}),
    instanceAddress: env.INSTANCE_ADDRESS ?? hostname(),
    supergraphPath: env.SUPERGRAPH_PATH ?? 'schema/supergraph.graphql',
    executor: env.EXECUTOR,
    plugins: env.GATEWAY_PLUGINS,
    safelist: env.SAFELIST,
    operationManifest: env.OPERATION_MANIFEST,
    ...found,
    internalSecret: env.INTERNAL_SECRET[0] ?? '',
    internalSecrets: env.INTERNAL_SECRET,
    cookieSecure: env.COOKIE_SECURE ?? production,
    cookieOldNames: env.COOKIE_OLD_NAMES,
    trustProxy: parseTrustProxy(env.TRUST_PROXY),
    // Apollo Sandbox is a page on its own origin; in development it may talk to the shop.
    corsOrigins: [...env.CORS_ORIGINS, ...(production ? [] : ['https://studio.apollographql.com'])],
    corsHeaders: env.CORS_HEADERS,
    introspection: env.INTROSPECTION ?? !production,
    limits,
    ...(env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { tracing: tracingOptions(env, env.OTEL_EXPORTER_OTLP_ENDPOINT) }
      : {}),
    raw,
  };
}

function tracingOptions(env: Environment, endpoint: string): TracingOptions {
  return {
    endpoint,
    sampler: env.OTEL_TRACES_SAMPLER,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
    resource: {
      'service.namespace': 'emporium',
      'deployment.environment.name': env.NODE_ENV,
      ...env.OTEL_RESOURCE_ATTRIBUTES,
      ...(env.OTEL_SERVICE_NAME ? { 'service.name': env.OTEL_SERVICE_NAME } : {}),
    },
  };
}

function parseTrustProxy(value: string | undefined): boolean | string | number {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  return /^\d+$/.test(value) ? Number(value) : value;
}
