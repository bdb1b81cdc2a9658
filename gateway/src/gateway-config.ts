import type { LIMITS } from '@emporium/platform/config/read-limits';
import type { SafelistMode } from './persisted/operation-manifest.js';

/**
 * Bounds of what the gateway accepts; every number is per document or request unless its name says
 * otherwise (`LIMIT_*`).
 */
export interface GatewayLimits {
  bodyBytes: number;
  /** Time in which the body of a request must have come. */
  bodyDeadlineMs: number;
  documentBytes: number;
  tokens: number;
  /** Nesting of fields, after fragments are expanded. */
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  fragments: number;
  /** Fields after fragments are expanded: bounds validation and planning work. */
  fields: number;
  /** Static cost from @cost and @listSize. */
  cost: number;
  /** Cost per minute of one anonymous address and of one user. */
  costPerMinutePerIp: number;
  costPerMinutePerUser: number;
  /**
   * Cost per minute of all together, users included, that come from one address or IPv6 /64
   * network, and twice as much from a /48.
   */
  costPerMinutePerNetwork: number;
  /** Log-ins, registrations and password resets per minute and address. */
  loginsPerMinutePerIp: number;
  /**
   * Accounts that may be opened per hour from one address or IPv6 /64 network, and eight times as
   * many from a /48.
   */
  accountsPerHourPerIp: number;
  uploadBytes: number;
  uploadFiles: number;
  /** Time in which the body of a request with files must have come. */
  uploadDeadlineMs: number;
  subgraphTimeoutMs: number;
  /** Queries answer within this time, with whatever has arrived. */
  queryDeadlineMs: number;
  /**
   * WebSockets and event streams that one address or IPv6 /64 network keeps open, and eight times
   * as many a /48.
   */
  websocketsPerIp: number;
  subscriptionsPerConnection: number;
  /**
   * Subscriptions of one address or IPv6 /64 network over all its connections, and eight times as
   * many of a /48.
   */
  subscriptionsPerIp: number;
}

/** What the gateway needs of the process configuration. */
export interface GatewayConfig {
  nodeEnv: 'development' | 'test' | 'production';
  /** 0 takes a free port. */
  port: number;
  publicUrl: string;
  /** PEMs of the keys whose access tokens are accepted. */
  jwtPublicKeys: readonly string[];
  /** Secrets whose guest tokens are accepted. */
  internalSecrets: readonly string[];
  /** Whether tokens come in cookies that are for TLS only, with the `__Host-` prefix. */
  cookieSecure: boolean;
  /** Whether those without the prefix count as well. */
  cookieOldNames: boolean;
  corsOrigins: readonly string[];
  /** Request headers that pages of other origins may send beside the usual ones. */
  corsHeaders?: readonly string[];
  introspection: boolean;
  trustProxy: boolean | string | number;
  /** What runs query plans: the project's own executor or that of @apollo/gateway. */
  executor?: 'own' | 'apollo';
  /** Apollo Server plugins of the operator: files or packages. */
  plugins?: readonly string[];
  /** Whether only operations of the manifest run; `log` runs others too and tells of them. */
  safelist?: SafelistMode;
  /** File with the operations of the shop's own clients. */
  operationManifest?: string | undefined;
  limits?: Partial<GatewayLimits>;
}

const PRODUCTION: GatewayLimits = {
  bodyBytes: 1_000_000,
  bodyDeadlineMs: 15_000,
  documentBytes: 64_000,
  tokens: 4_000,
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 40,
  fragments: 60,
  fields: 2_000,
  cost: 20_000,
  costPerMinutePerIp: 120_000,
  costPerMinutePerUser: 120_000,
  costPerMinutePerNetwork: 480_000,
  loginsPerMinutePerIp: 60,
  accountsPerHourPerIp: 30,
  uploadBytes: 50_000_000,
  uploadFiles: 10,
  uploadDeadlineMs: 120_000,
  subgraphTimeoutMs: 3_000,
  queryDeadlineMs: 3_300,
  websocketsPerIp: 200,
  subscriptionsPerConnection: 20,
  subscriptionsPerIp: 1_000,
} satisfies Record<(typeof LIMITS)[number], number>;

/** The limits in force: what is configured over the defaults of the environment. */
export function effectiveLimits(config: GatewayConfig): GatewayLimits {
  // Outside production everything comes from one address, so budgets per address must carry a whole
  // load test.
  const budgets =
    config.nodeEnv === 'production'
      ? {}
      : {
          costPerMinutePerIp: 20_000_000,
          costPerMinutePerUser: 5_000_000,
          costPerMinutePerNetwork: 100_000_000,
          loginsPerMinutePerIp: 3_000,
          accountsPerHourPerIp: 100_000,
          websocketsPerIp: 2_000,
          subscriptionsPerIp: 40_000,
        };
  const given = Object.fromEntries(
    Object.entries(config.limits ?? {}).filter(([, value]) => value !== undefined),
  );
  return { ...PRODUCTION, ...budgets, ...given };
}
