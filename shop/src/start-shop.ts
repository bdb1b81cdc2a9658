import { join } from 'node:path';
import type { EmbeddedDatabase } from '@emporium/db/embedded-database';
import { startGateway, type Gateway } from '@emporium/gateway/gateway';
import type { Config } from '@emporium/platform/config/config';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import { openRuntime, type Runtime } from '@emporium/platform/runtime';
import { startSubgraph } from '@emporium/platform/start-subgraph';
import type { Logger } from 'pino';
import { exposeSubgraphs, type ExposedSubgraphs } from './expose-subgraphs.js';
import { repositoryRoot, supergraphPath } from './supergraph-path.js';
import { subgraphs as definitions } from './subgraphs.js';

/** The whole shop in this process. */
export interface Shop {
  config: Config;
  runtime: Runtime;
  subgraphs: RunningSubgraph[];
  /** Absent when the shop was composed for a command, without public ports. */
  gateway?: Gateway;
  close(): Promise<void>;
}

export interface StartShopOptions {
  log: Logger;
  /** Replaces the database in DATA_DIR; for tests. */
  embedded?: EmbeddedDatabase;
  /** Without the gateway and its port, for commands on data. */
  withoutGateway?: boolean;
  /**
   * Which steady work this process does: `events` sends and hears events, but runs no job by
   * itself; `none` leaves all of it to services. Default: all, for a command on a bus that others
   * can be on, none.
   */
  work?: 'all' | 'events' | 'none';
}

/** Starts all subgraphs on one runtime and, unless told otherwise, the gateway in front of them. */
export async function startShop(config: Config, options: StartShopOptions): Promise<Shop> {
  const runtime = await openRuntime(config, options.log, options.embedded);
  const running: RunningSubgraph[] = [];
  let exposed: ExposedSubgraphs | undefined;
  let gateway: Gateway | undefined;
  const close = async () => {
    await gateway?.close();
    await exposed?.close();
    // Those that follow events stop before the owners of the data.
    for (const subgraph of running.toReversed()) await subgraph.stop();
    await runtime.close();
  };
  // With a bus that others can be on, the services do the steady work; a command only does its own.
  const {
    work = options.withoutGateway === true && runtime.bus.kind !== 'memory' ? 'none' : 'all',
  } = options;
  const doing = { passive: work === 'none', jobs: work === 'all' };
  try {
    for (const definition of definitions)
      running.push((await startSubgraph(definition, runtime, doing)) as RunningSubgraph);
    if (options.withoutGateway) return { config, runtime, subgraphs: running, close };
    exposed = await exposeSubgraphs(running, runtime);
    gateway = await startGateway({
      supergraphSdl: { path: supergraphPath(config) },
      clients: exposed.clients,
      proxies: exposed.proxies,
      kv: runtime.kv,
      cache: runtime.cache,
      config,
      host: config.host,
      log: options.log.child({ part: 'gateway' }),
      metrics: runtime.metrics,
      examplesFolder: join(repositoryRoot, 'examples', 'queries'),
    });
    // PORT=0: the address is known only now.
    if (config.port === 0 && config.publicUrl.endsWith(':0')) config.publicUrl = gateway.url;
    return { config, runtime, subgraphs: running, gateway, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
