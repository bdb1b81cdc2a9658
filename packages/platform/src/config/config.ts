import { join, resolve } from 'node:path';
import type { SubgraphName } from '../define-subgraph.js';
import type { Environment } from './environment-schema.js';

export const SUBGRAPH_NAMES: readonly SubgraphName[] = [
  'users',
  'catalog',
  'media',
  'search',
  'cart',
  'orders',
  'payments',
  'notifications',
];

/** The checked configuration of a process. */
export interface Config {
  nodeEnv: Environment['NODE_ENV'];
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
  databaseUrl: string;
  databaseUrls: Partial<Record<SubgraphName, string>>;
  /** Where the embedded bus and key-value store keep their tables; platform_db on `databaseUrl` when left out. */
  platformDatabaseUrl?: string;
  databasePoolMax: number;
  statementTimeoutMs: number;
  outboxShards: number;
  /** Processes per service of `npm run start:services`. */
  replicas: number;
  kvUrl: string;
  cacheUrl: string;
  busUrl: string;
  busPartitions: number;
  busDeadLetterDays: number;
  eventMaxAttempts: number;
  /** Undefined: what the broker is set to. */
  busReplication?: number;
  searchUrl: string;
  blobUrl: string;
  /** How to sign in to the store of `s3://` URLs; without credentials those of the machine are used. */
  s3: { region: string; credentials?: { accessKeyId: string; secretAccessKey: string } };
  paymentUrl: string;
  stripeApiKey?: string;
  mailUrl: string;
  /** `Name <address>` that mails come from. */
  mailFrom: string;
  subgraphTransport: 'direct' | 'http';
  /** Comma-separated replicas each. */
  subgraphUrls: Partial<Record<SubgraphName, string>>;
  supergraphPath: string;
  executor: 'own' | 'apollo';
  plugins: string[];
  safelist: 'off' | 'log' | 'enforce';
  operationManifest: string | undefined;
  jwtPrivateKey: string;
  jwtPublicKey: string;
  internalSecret: string;
  paymentWebhookSecret: string;
  cookieSecure: boolean;
  trustProxy: boolean | string | number;
  corsOrigins: string[];
  corsHeaders: string[];
  introspection: boolean;
  orderTtlMinutes: number;
  scarceOrderTtlMinutes: number;
  /** What one buyer may hold without paying; `ordersPerIp` 0 = any number. */
  unpaid: { orders: number; units: number; ordersPerIp: number };
  /** `LIMIT_BODY_BYTES` → `bodyBytes`. */
  limits: Record<string, number>;
  otlpEndpoint?: string;
  /** The raw environment that subgraph-specific fields are read from. */
  raw: Record<string, string | undefined>;
}

/** Secrets of a process, configured or generated for development. */
export type Secrets = Pick<Config, 'jwtPrivateKey' | 'jwtPublicKey' | 'internalSecret' | 'paymentWebhookSecret'>;

/** Gives every variable its place and every default that depends on another variable. */
export function toConfig(env: Environment, secrets: Secrets, limits: Record<string, number>, raw: Config['raw']): Config {
  const dataDir = resolve(env.DATA_DIR);
  const production = env.NODE_ENV === 'production';
  const perSubgraph = (prefix: string, suffix: string) =>
    Object.fromEntries(
      SUBGRAPH_NAMES.map((name) => [
        name,
        env[`${prefix}${name.toUpperCase()}${suffix}` as keyof Environment] as string | undefined,
      ]).filter(([, value]) => value),
    ) as Partial<Record<SubgraphName, string>>;
  return {
    nodeEnv: env.NODE_ENV,
    port: env.PORT,
    opsPort: env.OPS_PORT,
    // A demo administrator has a public password, and /metrics asks for none.
    host: env.LISTEN_HOST === '*' || (production && env.LISTEN_HOST === undefined) ? undefined : (env.LISTEN_HOST ?? '127.0.0.1'),
    logLevel: env.LOG_LEVEL,
    dataDir,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
    shopCurrency: env.SHOP_CURRENCY,
    databaseUrl: env.DATABASE_URL,
    databaseUrls: perSubgraph('', '_DATABASE_URL'),
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
    searchUrl: env.SEARCH_URL,
    blobUrl: env.BLOB_URL ?? `file:${join(dataDir, 'media')}`,
    s3: { region: env.S3_REGION, ...s3Credentials(env) },
    paymentUrl: env.PAYMENT_URL,
    ...(env.STRIPE_API_KEY ? { stripeApiKey: env.STRIPE_API_KEY } : {}),
    mailUrl: env.MAIL_URL ?? `file:${join(dataDir, 'mail')}`,
    mailFrom: env.MAIL_FROM,
    subgraphTransport: env.SUBGRAPH_TRANSPORT,
    subgraphUrls: perSubgraph('SUBGRAPH_', '_URL'),
    supergraphPath: env.SUPERGRAPH_PATH ?? 'schema/supergraph.graphql',
    executor: env.EXECUTOR,
    plugins: env.GATEWAY_PLUGINS,
    safelist: env.SAFELIST,
    operationManifest: env.OPERATION_MANIFEST,
    ...secrets,
    cookieSecure: env.COOKIE_SECURE ?? production,
    trustProxy: parseTrustProxy(env.TRUST_PROXY),
    // Apollo Sandbox is a page on its own origin; in development it may talk to the shop.
    corsOrigins: [...env.CORS_ORIGINS, ...(production ? [] : ['https://studio.apollographql.com'])],
    corsHeaders: env.CORS_HEADERS,
    introspection: env.INTROSPECTION ?? !production,
    orderTtlMinutes: env.ORDER_TTL_MINUTES,
    scarceOrderTtlMinutes: env.ORDER_TTL_SCARCE_MINUTES,
    unpaid: {
      orders: env.UNPAID_ORDERS_MAX,
      units: env.UNPAID_UNITS_MAX,
      // Outside production everybody comes from one machine.
      ordersPerIp: env.UNPAID_ORDERS_MAX_PER_IP ?? (production ? 50 : 0),
    },
    limits,
    ...(env.OTEL_EXPORTER_OTLP_ENDPOINT ? { otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT } : {}),
    raw,
  };
}

function parseTrustProxy(value: string | undefined): boolean | string | number {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  return /^\d+$/.test(value) ? Number(value) : value;
}

function s3Credentials({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: Environment): Pick<Config['s3'], 'credentials'> {
  if (!S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return {};
  return { credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } };
}
