import { join } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { addressVariable } from '@emporium/platform/config/subgraph-fields';
import { adapterAddresses } from '../adapter-addresses.js';
import { subgraphs } from '../subgraphs.js';
import { repositoryRoot } from '../supergraph-path.js';
import { freePort } from './free-port.js';

/** One process to run: its program, its ports and what it needs to find the others. */
export interface ServicePlan {
  name: string;
  /** 1 has the ports of the contract, further ones have free ports. */
  replica: number;
  program: string;
  arguments: string[];
  port: number;
  /** 0 = the process has no ops port. */
  opsPort: number;
  env: Record<string, string>;
}

/** Adapters that cannot be shared by processes. */
const EMBEDDED = ['pglite:', 'memory:'];
/**
 * Connections that all replicas together may open; PostgreSQL gives 100 unless it is told
 * otherwise.
 */
const CONNECTIONS = 64;

/** What keeps this configuration from running as many processes; empty when nothing does. */
export function unsharedAdapters(config: Config): string[] {
  const needed = {
    DATABASE_URL: config.databaseUrl,
    KV_URL: config.kvUrl,
    CACHE_URL: config.cacheUrl,
    BUS_URL: config.busUrl,
  };
  return Object.entries(needed)
    .filter(([, url]) => EMBEDDED.some((scheme) => url.startsWith(scheme)))
    .map(
      ([name, url]) =>
        `${name}=${url} lives inside one process; many need a real one (${example(name)})`,
    );
}

function example(name: string): string {
  if (name === 'DATABASE_URL') return 'postgres://user@host:5432/postgres';
  return name === 'BUS_URL' ? 'kafka://host:9092' : 'redis://host:6379';
}

/**
 * Plans the gateway and all subgraphs, `config.replicas` of each: PORT, those after it in the order
 * of rover.yaml and OPS_PORT likewise, or free ports when they are 0, and free ones for further
 * replicas. The first plan is the gateway on PORT.
 */
export async function planServices(config: Config): Promise<ServicePlan[]> {
  const subgraphNames = subgraphs.map(({ name }) => name);
  const names = ['gateway', ...subgraphNames];
  const replicas = Array.from({ length: config.replicas }, (_, index) => index + 1);
  const taken = new Set<number>();
  const ports = new Map<number, number[]>();
  const opsPorts = new Map<number, number[]>();
  for (const replica of replicas) {
    ports.set(replica, await assignPorts(replica === 1 ? config.port : 0, names.length, taken));
    opsPorts.set(
      replica,
      await assignPorts(replica === 1 ? config.opsPort : 0, names.length, taken),
    );
  }
  const addresses = (index: number) =>
    replicas.map((replica) => `http://127.0.0.1:${ports.get(replica)![index]}/graphql`).join(',');
  const port = ports.get(1)![0]!;
  const publicUrl = config.publicUrl.endsWith(':0') ? `http://localhost:${port}` : config.publicUrl;
  const bank =
    config.replicas > 1 && adapterAddresses(config)['PAYMENT_URL'] === 'test:'
      ? await planBank(config, port, taken)
      : undefined;
  const shared: Record<string, string> = {
    ...Object.fromEntries(
      subgraphNames.map((name, index) => [addressVariable(name), addresses(index + 1)]),
    ),
    PUBLIC_URL: publicUrl,
    ...(bank ? { PAYMENT_URL: `test+http://127.0.0.1:${bank.port}` } : {}),
    ...(config.replicas > 1 && !config.raw['DATABASE_POOL_MAX']
      ? {
          DATABASE_POOL_MAX: String(
            Math.max(2, Math.floor(CONNECTIONS / config.replicas / subgraphNames.length)),
          ),
        }
      : {}),
  };
  const services = replicas.flatMap((replica) =>
    names.map((name, index): ServicePlan => {
      const own = { port: ports.get(replica)![index]!, opsPort: opsPorts.get(replica)![index]! };
      const program = join(
        repositoryRoot,
        name === 'gateway' ? 'gateway/dist/main.js' : `subgraphs/${name}/dist/main.js`,
      );
      return {
        name,
        replica,
        program,
        arguments: [],
        ...own,
        env: { ...shared, PORT: String(own.port), OPS_PORT: String(own.opsPort) },
      };
    }),
  );
  return [...services, ...(bank ? [bank] : [])];
}

/**
 * Replicas of payments must share one test bank, so it gets a process of its own, on the books that
 * `test:` has.
 */
async function planBank(
  config: Config,
  gatewayPort: number,
  taken: Set<number>,
): Promise<ServicePlan> {
  const [port] = await assignPorts(0, 1, taken);
  const webhook = `http://127.0.0.1:${gatewayPort}/webhooks/payments/test`;
  return {
    name: 'fake-provider',
    replica: 1,
    program: join(repositoryRoot, 'subgraphs/payments/dist/fake-provider.js'),
    arguments: [
      '--port',
      String(port),
      '--data',
      join(config.dataDir, 'provider'),
      '--webhook-url',
      webhook,
    ],
    port: port!,
    opsPort: 0,
    env: {},
  };
}

async function assignPorts(first: number, count: number, taken: Set<number>): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = first === 0 ? await freePort() : first + ports.length;
    if (first === 0 && taken.has(port)) continue;
    taken.add(port);
    ports.push(port);
  }
  return ports;
}
