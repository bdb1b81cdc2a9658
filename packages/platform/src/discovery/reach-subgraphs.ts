import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { httpRouteProxy } from '../http-route-proxy.js';
import { httpSubgraphClient } from '../http-subgraph-client.js';
import type { SubgraphRouteProxy } from '../route-proxy.js';
import { SubgraphUnavailableError, type SubgraphClient } from '../subgraph-client.js';
import type { Consul } from './consul.adapter.js';
import { serviceName } from './service-name.js';

/** How a process reaches the subgraphs. */
export interface SubgraphWays {
  /** Those of the given names that can be reached. */
  clients: SubgraphClient[];
  /** Ways to their own routes. */
  proxies: Record<string, SubgraphRouteProxy>;
  /**
   * The way to any subgraph, made when it is asked for; undefined when it has no address and there
   * is no Consul.
   */
  clientOf(name: string): SubgraphClient | undefined;
  close(): Promise<void>;
}

interface Way {
  client: SubgraphClient;
  proxy: SubgraphRouteProxy;
  close(): Promise<void>;
}

/**
 * Ways to the subgraphs `names` at `SUBGRAPH_<NAME>_URL`; with Consul to all, at the addresses that
 * it names as soon as it has named some, else at those that are configured.
 */
export function reachSubgraphs(
  config: Pick<Config, 'subgraphUrls' | 'internalSecret'>,
  names: readonly string[],
  log: Logger,
  consul?: Consul,
): SubgraphWays {
  const ways = new Map<string, Way>();
  const wayTo = (name: string): Way | undefined => {
    if (!ways.has(name) && (config.subgraphUrls[name] || consul))
      ways.set(name, openWay(name, config, log, consul));
    return ways.get(name);
  };
  const known = names.flatMap((name) => wayTo(name) ?? []);
  return {
    clients: known.map(({ client }) => client),
    proxies: Object.fromEntries(known.map(({ client, proxy }) => [client.name, proxy])),
    clientOf: (name) => wayTo(name)?.client,
    close: async () => {
      consul?.close();
      await Promise.all([...ways.values()].map((way) => way.close()));
    },
  };
}

function openWay(
  name: string,
  { subgraphUrls, internalSecret }: Pick<Config, 'subgraphUrls' | 'internalSecret'>,
  log: Logger,
  consul: Consul | undefined,
): Way {
  const clientAt = (url: string) => httpSubgraphClient({ name, url, internalSecret, log });
  const proxyAt = (url: string) => httpRouteProxy(name, url, internalSecret);
  const configured = subgraphUrls[name];
  let client = configured ? clientAt(configured) : undefined;
  let proxy = configured ? proxyAt(configured) : undefined;
  const moveTo = (addresses: readonly string[]) => {
    const url = addresses.map((address) => `http://${address}/graphql`).join(',');
    const former = client;
    client = clientAt(url);
    proxy = proxyAt(url);
    // Its calls are answered before it closes.
    void former?.close();
  };
  consul?.follow(serviceName(name), moveTo);
  return {
    client: {
      name,
      execute: async (request) => {
        if (!client) {
          // The first call of a subgraph that is met by it: Consul has had no time to name it.
          const addresses = (await consul?.ready(serviceName(name)).catch(() => undefined)) ?? [];
          if (!client && addresses.length > 0) moveTo(addresses);
        }
        if (!client) throw new SubgraphUnavailableError(name, 'down');
        return client.execute(request);
      },
      health: async () => client?.health() ?? { status: 'down' },
    },
    proxy: (req, res, identity) => {
      if (proxy) proxy(req, res, identity);
      else
        res
          .writeHead(503, { 'content-type': 'application/json' })
          .end('{"error":"SUBGRAPH_UNAVAILABLE"}');
    },
    close: async () => client?.close(),
  };
}
