import type { KeyValueStore } from '@emporium/kv/key-value';
import { disableApolloTelemetry } from '@emporium/platform/config/apollo-telemetry';
import { connectionDrain } from '@emporium/platform/http/connection-drain';
import { listenOn } from '@emporium/platform/http/listen-on';
import type { SubgraphRouteProxy } from '@emporium/platform/route-proxy';
import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { addExplorer } from './explorer/explorer-routes.js';
import { readExamples } from './explorer/read-examples.js';
import { effectiveLimits, type GatewayConfig } from './gateway-config.js';
import { allowedOrigins } from './http/cors.js';
import { createStreamOperation } from './http/event-stream.js';
import { addGraphqlRoute } from './http/graphql-route.js';
import { addHealthRoute, aggregateHealth, type AggregatedHealth } from './http/health-route.js';
import { createHttpServer } from './http/http-server.js';
import { addPassthroughRoutes } from './http/passthrough-routes.js';
import { createReadUpload } from './http/read-upload.js';
import { remoteAddress } from './http/remote-address.js';
import { createIdentifyKey } from './identity/api-keys.js';
import { createIdentifyCaller } from './identity/identify-caller.js';
import { mirrorRevocations } from './identity/revocations.js';
import { createBudgets } from './limit/budgets.js';
import { createConnectionLimit } from './limit/connection-limit.js';
import { createRateLimiter } from './limit/rate-limiter.js';
import { createGatewayMetrics } from './metrics.js';
import { createFindDocument } from './persisted/find-document.js';
import { readManifest } from './persisted/operation-manifest.js';
import { createQueryStore } from './persisted/query-store.js';
import { createPrepareOperation } from './request/prepare-operation.js';
import { startApolloServer } from './request/apollo-server.js';
import { loadPlugins } from './request/load-plugins.js';
import { createRunOperation } from './request/run-operation.js';
import { createSubgraphCalls } from './subgraph/subgraph-calls.js';
import { createLiveChannels } from './subscription/live-channels.js';
import { createLiveSelections } from './subscription/live-selections.js';
import { createOpenSubscription } from './subscription/open-subscription.js';
import { serveWebsockets } from './subscription/websocket-server.js';
import { createFederation } from './supergraph/federation.js';
import {
  readSupergraph,
  watchSupergraph,
  type SupergraphSource,
} from './supergraph/watch-supergraph.js';

/** The subgraph that owns API keys. */
const KEY_OWNER = 'users';

export interface GatewayOptions {
  /** Composed supergraph, or its file: then it is reloaded when the file changes. */
  supergraphSdl: SupergraphSource;
  /** One client per subgraph of the supergraph, by name. */
  clients: Readonly<Record<string, SubgraphClient>>;
  /** Ways to the subgraphs' own routes: `media`, `payments`, `users`. A missing one answers 404. */
  proxies: Readonly<Record<string, SubgraphRouteProxy>>;
  /** Durable store: revocations. */
  kv: KeyValueStore;
  /** Limits and live messages. */
  cache: KeyValueStore;
  config: GatewayConfig;
  log: Logger;
  /** Where the gateway registers its metrics; default: a registry of its own. */
  metrics?: Registry;
  /** Folder of `*.graphql` for the explorer's tabs. */
  examplesFolder?: string;
  /** Address to listen on; default: all. */
  host?: string | undefined;
  /** Clock of the budgets and of what is known of revocations, in ms; tests may stop it. */
  now?: () => number;
}

/** A running gateway. */
export interface Gateway {
  port: number;
  url: string;
  /** Own readiness; does not depend on subgraphs. `down` while stopping. */
  ready(): { status: 'ok' | 'down'; parts: { name: string; status: 'ok' | 'down' }[] };
  /** Own state and that of each subgraph. */
  health(): Promise<AggregatedHealth>;
  metrics: Registry;
  /** Takes another supergraph; throws and keeps the old one when it cannot be used. */
  reload(sdl: string): void;
  /**
   * Refuses new work, finishes what is running, closes streams; with `quietly` no client loses a
   * request, which takes some seconds.
   */
  close(how?: { quietly: boolean }): Promise<void>;
}

/**
 * Starts the gateway. Rejects when the supergraph or the key is unusable, or with PortTakenError.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  disableApolloTelemetry();
  const { config, clients } = options;
  const log = options.log.child({ service: 'gateway' });
  const limits = effectiveLimits(config);
  const metrics = createGatewayMetrics(options.metrics);

  const graph = createFederation({
    sdl: readSupergraph(options.supergraphSdl),
    limits,
    hideSchema: !config.introspection,
    executor: config.executor ?? 'own',
    subgraph: createSubgraphCalls({ clients, timeoutMs: limits.subgraphTimeoutMs, metrics, log }),
    onPlan: metrics.planned,
    log,
  });
  const revocations = await mirrorRevocations(options.kv, log, options.now);
  const apollo = await startApolloServer({
    federation: graph,
    tokens: limits.tokens,
    plugins: await loadPlugins(config.plugins ?? []),
    log,
  });
  const callers = createBudgets(createRateLimiter(options.cache, log, options.now), limits);
  const identifyKey = createIdentifyKey({
    users: clients[KEY_OWNER],
    revocations,
    checkNetwork: callers.checkNetwork,
    log,
  });
  const identify = createIdentifyCaller(config, revocations, identifyKey);
  const prepare = createPrepareOperation({
    current: graph.current,
    findDocument: createFindDocument({
      store: createQueryStore(options.cache, log),
      safelist: safelistOf(config),
      log,
    }),
    budgets: callers,
    revocations,
    metrics,
  });
  const run = createRunOperation({
    apollo,
    queryDeadlineMs: limits.queryDeadlineMs,
    hideLimits: config.nodeEnv === 'production',
    metrics,
    log,
  });
  const channels = createLiveChannels(options.cache);
  const selections = createLiveSelections({ channels, run, budgets: callers, revocations, log });
  const places = createConnectionLimit(
    limits.subscriptionsPerIp,
    'Too many live subscriptions from your network; end some first.',
  );
  const subscribe = createOpenSubscription({ selections, prepare, places, metrics, log });
  const connections = createConnectionLimit(
    limits.websocketsPerIp,
    'Too many open connections from your network; close some first.',
  );
  const isAllowedOrigin = allowedOrigins(config);
  const health = () => aggregateHealth(clients);

  const app = createHttpServer({ config, limits, isAllowedOrigin, budgets: callers, metrics, log });
  const stream = createStreamOperation({ run, subscribe, revocations, connections, metrics });
  addGraphqlRoute(app, {
    identify,
    budgets: callers,
    prepare,
    run,
    stream,
    readUpload: createReadUpload(graph.current, limits),
  });
  addPassthroughRoutes(app, {
    proxies: options.proxies,
    budgets: callers,
    production: config.nodeEnv === 'production',
    log,
  });
  addHealthRoute(app, health, callers);
  if (config.nodeEnv !== 'production') addExplorer(app, readExamples(options.examplesFolder));
  const closeSockets = serveWebsockets(app.server, {
    identify,
    revocations,
    isAllowedOrigin,
    ipOf: remoteAddress(config.trustProxy),
    prepare,
    run,
    subscribe,
    budgets: callers,
    connections,
    subscriptionsPerConnection: limits.subscriptionsPerConnection,
    maxMessageBytes: limits.bodyBytes,
    metrics,
    log,
  });
  const drain = connectionDrain(app.server);
  const port = await listenOn(app, { port: config.port, host: options.host, variable: 'PORT' });
  const stopWatching = watchSupergraph(options.supergraphSdl, graph.reload, log);

  let stopping = false;
  return {
    port,
    url: `http://localhost:${port}`,
    ready: () => ({
      status: stopping ? 'down' : 'ok',
      parts: [{ name: 'supergraph', status: 'ok' }],
    }),
    health,
    metrics: metrics.registry,
    reload: graph.reload,
    async close(how) {
      stopping = true;
      stopWatching();
      await Promise.all([
        how?.quietly ? drain.quietly() : undefined,
        closeSockets(),
        channels.close(),
        revocations.close(),
      ]);
      const closed = app.close();
      drain.end();
      await closed;
      await apollo.stop();
    },
  };
}

function safelistOf({ safelist = 'off', operationManifest }: GatewayConfig) {
  if (safelist !== 'off' && !operationManifest)
    throw new Error(
      'SAFELIST needs OPERATION_MANIFEST, the file with the operations of the clients',
    );
  return {
    mode: safelist,
    ...(operationManifest ? { manifest: readManifest(operationManifest) } : {}),
  };
}
