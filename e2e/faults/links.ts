import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startFaultProxy, type FaultProxy, type Faults } from '@emporium/testing/fault-proxy';
import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import { ENGINE_NAMES, type EngineName, type OwnEngines } from './own-engines.js';
import type { ServiceProcess } from './services.js';

/** Who talks to which engine; everything else on the map is a service that others call. */
const USERS: Record<EngineName, readonly string[]> = {
  postgres: SUBGRAPH_NAMES,
  redis: ['gateway', ...SUBGRAPH_NAMES],
  kafka: SUBGRAPH_NAMES,
  elasticsearch: ['search'],
  s3: ['media'],
};

/**
 * Every line between two parts of the shop, with a proxy on it: `orders→postgres`, or `→orders 2`
 * for the calls of that replica, whoever makes them.
 */
export interface Links {
  /** What NODE_OPTIONS must have for a service to use them. */
  nodeOptions: string;
  /** Puts proxies in front of services that are there now. */
  addServices(processes: readonly ServiceProcess[]): Promise<void>;
  /** Replaces the faults of a line. Throws when there is no such line. */
  set(link: string, faults: Faults): Promise<void>;
  /**
   * Sets the wall clock of the service on this port to so many milliseconds before or after the
   * time.
   */
  setClock(port: number, offsetMs: number): void;
  /** Connections that went over each line so far. */
  accepted(): Record<string, number>;
  close(): Promise<void>;
}

/** All lines of a deployment. */
export function linkNames(replicas: number): string[] {
  const engines = ENGINE_NAMES.flatMap((engine) =>
    USERS[engine].map((user) => `${user}→${engine}`),
  );
  const services = SUBGRAPH_NAMES.flatMap((name) =>
    Array.from({ length: replicas }, (_, index) => `→${name} ${index + 1}`),
  );
  return [...engines, ...services, '→bank'];
}

/** Starts the proxies of all engines. */
export async function openLinks(engines: OwnEngines): Promise<Links> {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-links-'));
  const file = join(folder, 'map.json');
  const proxies = new Map<string, FaultProxy>();
  const map: Record<string, Record<string, number>> = { '*': {} };
  const add = async (link: string, user: string, port: number) => {
    const proxy = await startFaultProxy(`tcp://127.0.0.1:${port}`);
    proxies.set(link, proxy);
    (map[user] ??= {})[port] = proxy.port;
  };
  const clocks: Record<string, number> = {};
  const publish = () => {
    // A reader never sees half a map.
    writeFileSync(`${file}.new`, JSON.stringify({ ...map, clocks }));
    renameSync(`${file}.new`, file);
  };
  for (const engine of ENGINE_NAMES)
    for (const user of USERS[engine]) await add(`${user}→${engine}`, user, engines.ports[engine]);
  publish();
  return {
    nodeOptions: ['redirect', 'clock']
      .map(
        (part) =>
          `--import=${pathToFileURL(join(import.meta.dirname, `preload/${part}.ts`)).href}?map=${encodeURIComponent(file)}`,
      )
      .join(' '),
    addServices: async (processes) => {
      for (const { name, replica, port } of processes)
        if (name !== 'gateway')
          await add(name === 'fake-provider' ? '→bank' : `→${name} ${replica}`, '*', port);
      publish();
    },
    set: async (link, faults) => {
      const proxy = proxies.get(link);
      if (!proxy) throw new Error(`there is no line ${link}`);
      await proxy.set(faults);
    },
    setClock: (port, offsetMs) => {
      clocks[port] = offsetMs;
      publish();
    },
    accepted: () =>
      Object.fromEntries([...proxies].map(([link, { accepted }]) => [link, accepted])),
    close: async () => {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
