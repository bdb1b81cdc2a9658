import { startTracing } from '@emporium/telemetry/start-tracing';
import { loadConfig } from './config/load-config.js';
import { SUBGRAPH_NEEDS } from './config/needs.js';
import { readEnvironment } from './config/read-environment.js';
import { databaseVariable } from './config/subgraph-fields.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import { openConsul } from './discovery/consul.adapter.js';
import { reachSubgraphs } from './discovery/reach-subgraphs.js';
import { registerInstance } from './discovery/register-instance.js';
import { exitOnStartError } from './exit-on-start-error.js';
import { onStop } from './graceful-stop.js';
import { makeLogger } from './logger.js';
import { startOpsServer } from './ops/ops-server.js';
import { registerMetrics } from './process-metrics.js';
import type { RunningSubgraph } from './running-subgraph.js';
import { openRuntime } from './runtime.js';
import { serveSubgraph } from './serve-subgraph.js';
import { startSubgraph } from './start-subgraph.js';

/**
 * Runs one subgraph as a process: configuration from the environment, its port and ops port, until
 * a signal stops it.
 */
export async function runSubgraph<S>(definition: SubgraphDefinition<S>): Promise<void> {
  await exitOnStartError(async () => {
    const ownDatabase = readEnvironment(databaseVariable(definition.name));
    const needs = [...SUBGRAPH_NEEDS, ...(definition.needs ?? [])].filter(
      (need) => need !== 'DATABASE_URL' || !ownDatabase,
    );
    const config = loadConfig(undefined, [definition], {}, needs);
    const log = makeLogger(config);
    const tracing = await startTracing(config.tracing, definition.name, log);
    const runtime = await openRuntime(config, log);
    const consul = config.discoveryUrl ? openConsul(config.discoveryUrl, log) : undefined;
    const ways = reachSubgraphs(config, Object.keys(config.subgraphUrls), log, consul);
    runtime.reach = ways.clientOf;
    const subgraph = (await startSubgraph(definition, runtime)) as RunningSubgraph;
    const served = await serveSubgraph(subgraph, config.port, config.host);
    registerMetrics(runtime.metrics, [subgraph], runtime.bus);
    const ops = await startOpsServer({
      port: config.opsPort,
      host: config.host,
      parts: [subgraph],
      metrics: runtime.metrics,
    });
    log.info({ subgraph: definition.name, url: served.url, opsPort: ops.port }, 'started');
    process.send?.({ type: 'started', name: definition.name, url: served.url, opsPort: ops.port });
    const leave = registerInstance(consul, config, subgraph, served.url);
    onStop(log, async (how) => {
      ops.setStopping();
      await leave();
      await served.close(how);
      await subgraph.stop();
      await ways.close();
      await runtime.close();
      await tracing.stop();
      await ops.close();
    });
  });
}
