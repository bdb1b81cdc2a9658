import { join } from 'node:path';
import { SUBGRAPH_NAMES, type Config } from '@emporium/platform/config/config';
import { repositoryRoot } from '../supergraph-path.js';
import { freePort } from './free-port.js';

/** One process to run: its program, its ports and what it needs to find the others. */
export interface ServicePlan {
  name: string;
  program: string;
  port: number;
  opsPort: number;
  env: Record<string, string>;
}

/** Adapters that cannot be shared by processes. */
const EMBEDDED = ['pglite:', 'memory:'];

/** What keeps this configuration from running as many processes; empty when nothing does. */
export function embeddedProblems(config: Config): string[] {
  const needed = { DATABASE_URL: config.databaseUrl, KV_URL: config.kvUrl, CACHE_URL: config.cacheUrl, BUS_URL: config.busUrl };
  return Object.entries(needed)
    .filter(([, url]) => EMBEDDED.some((scheme) => url.startsWith(scheme)))
    .map(([name, url]) => `${name}=${url} lives inside one process; many need a real one (${example(name)})`);
}

function example(name: string): string {
  if (name === 'DATABASE_URL') return 'postgres://user@host:5432/postgres';
  return name === 'BUS_URL' ? 'kafka://host:9092' : 'redis://host:6379';
}

/** Plans the gateway and all subgraphs: PORT, PORT+1 … +8 and OPS_PORT likewise, or free ports when they are 0. */
export async function planServices(config: Config): Promise<ServicePlan[]> {
  const names = ['gateway', ...SUBGRAPH_NAMES];
  const ports = await assignPorts(config.port, names.length);
  const opsPorts = await assignPorts(config.opsPort, names.length);
  const urls = Object.fromEntries(SUBGRAPH_NAMES.map((name, i) => [`SUBGRAPH_${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[i + 1]}/graphql`]));
  const publicUrl = config.publicUrl.endsWith(':0') ? `http://localhost:${ports[0]}` : config.publicUrl;
  return names.map((name, i) => ({
    name,
    program: join(repositoryRoot, name === 'gateway' ? 'gateway/dist/main.js' : `subgraphs/${name}/dist/main.js`),
    port: ports[i]!,
    opsPort: opsPorts[i]!,
    env: { ...urls, PORT: String(ports[i]), OPS_PORT: String(opsPorts[i]), PUBLIC_URL: publicUrl },
  }));
}

async function assignPorts(first: number, count: number): Promise<number[]> {
  if (first !== 0) return Array.from({ length: count }, (_, i) => first + i);
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
