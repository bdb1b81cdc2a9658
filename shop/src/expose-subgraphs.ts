import type { Config } from '@emporium/platform/config/config';
import { httpRouteProxy } from '@emporium/platform/http-route-proxy';
import { httpSubgraphClient } from '@emporium/platform/http-subgraph-client';
import type { SubgraphRouteProxy } from '@emporium/platform/route-proxy';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import type { Runtime } from '@emporium/platform/runtime';
import { serveSubgraph } from '@emporium/platform/serve-subgraph';
import type { SubgraphClient } from '@emporium/platform/subgraph-client';

/** How the gateway reaches the subgraphs of this process. */
export interface ExposedSubgraphs {
  clients: Record<string, SubgraphClient>;
  proxies: Record<string, SubgraphRouteProxy>;
  /** GraphQL addresses; empty with the direct transport. */
  urls: Record<string, string>;
  close(): Promise<void>;
}

/**
 * `direct`: the running subgraphs themselves. `http`: each gets a port of its own and every call,
 * also between subgraphs, goes over the network, as it does with many processes.
 */
export async function exposeSubgraphs(
  running: readonly RunningSubgraph[],
  runtime: Runtime,
): Promise<ExposedSubgraphs> {
  const { config } = runtime;
  if (config.subgraphTransport === 'direct') {
    return {
      clients: Object.fromEntries(running.map((subgraph) => [subgraph.name, subgraph.client])),
      proxies: Object.fromEntries(running.map((subgraph) => [subgraph.name, subgraph.route])),
      urls: {},
      close: async () => undefined,
    };
  }
  const closers: (() => Promise<void>)[] = [];
  const result: ExposedSubgraphs = {
    clients: {},
    proxies: {},
    urls: {},
    close: async () => {
      for (const close of closers) await close();
    },
  };
  for (const [index, subgraph] of running.entries()) {
    const { name } = subgraph;
    const served = await serveSubgraph(subgraph, subgraphPort(config, index), '127.0.0.1');
    const client = httpSubgraphClient({
      name,
      url: served.url,
      internalSecret: config.internalSecret,
    });
    closers.push(
      () => client.close(),
      () => served.close(),
    );
    runtime.clients.set(name, client);
    result.urls[name] = served.url;
    result.clients[name] = client;
    result.proxies[name] = httpRouteProxy(name, served.url, config.internalSecret);
  }
  return result;
}

/**
 * Ports of the subgraphs when each listens: those after PORT in the order of rover.yaml, or free
 * ones.
 */
function subgraphPort(config: Config, index: number): number {
  return config.port === 0 ? 0 : config.port + 1 + index;
}
