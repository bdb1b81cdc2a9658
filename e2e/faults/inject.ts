import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBus } from '@emporium/bus/event-bus';
import { makeNoise, type Poison } from './bus-noise.js';
import type { OutgoingMessage } from '@emporium/bus/event-bus';
import type { FaultWindow, History } from './history.js';
import type { OwnEngines } from './own-engines.js';
import type { Random } from './random.js';
import { describeFault, type PlannedFault } from './schedule.js';
import type { Services } from './services.js';

/** What a fault works on. */
export interface Scene {
  engines: OwnEngines;
  services: Services;
  /** Events that went over the bus before. */
  sentEvents(): OutgoingMessage[];
  bus: EventBus;
  history: History;
  random: Random;
  poisons: Poison[];
  replicas: number;
}

/** Everything that a client does. */
const ALL = ['read', 'search', 'cart', 'order', 'pay', 'cancel', 'version', 'update', 'adjust'];
/** How long connections and breakers may need after something is back. */
const AFTERMATH_MS = 3_000;

/** Who must not notice the fault at all (I21, F2). */
function unaffectedBy({ kind, name }: PlannedFault): readonly string[] {
  switch (kind) {
    case 'roll':
    case 'noise':
    case 'flush':
      return ALL;
    // The shop goes on without the bus; only what others have not heard of yet is missing.
    case 'kafka':
      return ALL;
    // Redis keeps carts and revocations.
    case 'redis':
    case 'redis-hang':
      return ['read', 'search'];
    // What only reads is asked again at the other replica; a gateway takes the requests at work with it.
    case 'kill':
      return name === 'gateway' ? [] : ['read', 'search', 'version'];
    case 'postgres':
      return [];
  }
}

/** Breaks something and heals it; the window is in the history. Throws when it does not come back. */
export async function inject(scene: Scene, fault: PlannedFault): Promise<void> {
  const { history } = scene;
  const window: FaultWindow = { title: describeFault(fault).slice(8), from: history.now(), to: Infinity, unaffected: unaffectedBy(fault) };
  history.windows.push(window);
  await breakAndHeal(scene, fault);
  await sleep(AFTERMATH_MS);
  window.to = history.now();
}

async function breakAndHeal({ engines, services, sentEvents, bus, random, poisons, replicas }: Scene, fault: PlannedFault): Promise<void> {
  const { kind, name = '', replica = 1, seconds } = fault;
  const restart = async (which: number, signal: 'SIGTERM' | 'SIGKILL') => {
    const { pid } = services.find(name, which);
    services.signal(name, which, signal);
    await services.restarted(name, which, pid ?? 0);
  };
  const away = async (engine: 'postgres' | 'redis' | 'kafka') => {
    await engines.kill(engine);
    await sleep(seconds * 1_000);
    await engines.up(engine);
  };
  switch (kind) {
    case 'kill':
      return restart(replica, 'SIGKILL');
    case 'roll':
      for (let which = 1; which <= replicas; which++) await restart(which, 'SIGTERM');
      return;
    case 'postgres':
    case 'kafka':
    case 'redis':
      return away(kind);
    case 'redis-hang':
      await engines.pause('redis');
      await sleep(seconds * 1_000);
      return engines.resume('redis');
    case 'flush':
      return flushCaches(engines.redisUrl);
    case 'noise':
      poisons.push(...(await makeNoise(bus, sentEvents(), random)));
  }
}

/** Empties the second database of Redis, where caches, limits and live channels are. */
function flushCaches(redisUrl: string): Promise<void> {
  const { hostname, port } = new URL(redisUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write('SELECT 1\r\nFLUSHDB\r\n'));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString();
      if (answer.split('\r\n').length > 2) socket.end(resolve);
    });
    socket.on('error', reject);
  });
}
