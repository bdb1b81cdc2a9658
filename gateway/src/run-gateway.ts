import type { Config } from '@emporium/platform/config/config';
import { addressVariable } from '@emporium/platform/config/subgraph-fields';
import { openConsul } from '@emporium/platform/discovery/consul.adapter';
import { reachSubgraphs } from '@emporium/platform/discovery/reach-subgraphs';
import { registerInstance } from '@emporium/platform/discovery/register-instance';
import { onStop } from '@emporium/platform/graceful-stop';
import { makeLogger } from '@emporium/platform/logger';
import { openKeyValue } from '@emporium/platform/open-key-value';
import { registerNode } from '@emporium/platform/node-metrics';
import { startOpsServer } from '@emporium/platform/ops/ops-server';
import { StartRefusedError } from '@emporium/platform/start-refused-error';
import { startTracing } from '@emporium/telemetry/start-tracing';
import { Registry } from 'prom-client';
import { startGateway } from './gateway.js';
import { NODE_SUBGRAPH } from './node/node-subgraph.js';
import { subgraphNames } from './supergraph/subgraph-names.js';
import { readSupergraph } from './supergraph/watch-supergraph.js';

/**
 * Runs the gateway as a process of its own: subgraphs over HTTP, stores shared with the other
 * replicas, until a signal stops it.
 */
export async function runGateway(config: Config): Promise<void> {
  const names = subgraphNames(readSupergraph({ path: config.supergraphPath })).filter(
    (name) => name !== NODE_SUBGRAPH,
  );
  const missing = names.filter((name) => !config.subgraphUrls[name] && !config.discoveryUrl);
  if (missing.length > 0)
    throw new StartRefusedError(
      `The gateway needs the addresses of all subgraphs; missing: ${missing.map(addressVariable).join(', ')}`,
    );
  const log = makeLogger(config);
  const tracing = await startTracing(config.tracing, 'gateway', log);
  const metrics = new Registry();
  registerNode(metrics);
  const kv = await openKeyValue(config.kvUrl, refuseEmbedded);
  const cache = await openKeyValue(config.cacheUrl, refuseEmbedded);
  const consul = config.discoveryUrl ? openConsul(config.discoveryUrl, log) : undefined;
  const ways = reachSubgraphs(config, names, log, consul);
  const gateway = await startGateway({
    supergraphSdl: { path: config.supergraphPath },
    clients: Object.fromEntries(ways.clients.map((client) => [client.name, client])),
    proxies: ways.proxies,
    kv,
    cache,
    config,
    host: config.host,
    log,
    metrics,
    examplesFolder: 'examples/queries',
  });
  const part = {
    name: 'gateway',
    health: async () => gateway.ready(),
    checkReady: async () => {
      if (gateway.ready().status !== 'ok') throw new Error('stopping');
    },
  };
  const ops = await startOpsServer({
    port: config.opsPort,
    host: config.host,
    parts: [part],
    metrics,
  });
  log.info({ url: gateway.url, opsPort: ops.port }, 'started');
  process.send?.({ type: 'started', name: 'gateway', url: gateway.url, opsPort: ops.port });
  const leave = registerInstance(consul, config, part, gateway.url);
  onStop(log, async (how) => {
    ops.setStopping();
    await leave();
    await gateway.close(how);
    await Promise.all([ways.close(), kv.close(), cache.close()]);
    await tracing.stop();
    await ops.close();
  });
}

async function refuseEmbedded(): Promise<never> {
  throw new StartRefusedError(
    'A gateway process cannot open the embedded database of the shop: set KV_URL (and CACHE_URL) to redis://…',
  );
}
