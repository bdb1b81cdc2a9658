import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBus } from '@emporium/bus/event-bus';
import { makeNoise, type Poison } from './bus-noise.js';
import type { OutgoingMessage } from '@emporium/bus/event-bus';
import type { FaultWindow, History } from './history.js';
import type { EngineName, OwnEngines } from './own-engines.js';
import type { Random } from './random.js';
import { aftermathSeconds, troubleLink } from './link-fault.js';
import { unaffectedBy } from './needs.js';
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
  /** So many people order at once; resolves when each has a final answer. */
  burst(buyers: number): Promise<void>;
}

/** How long connections and breakers may need after something is back. */
const AFTERMATH_MS = 3_000;

/**
 * Breaks something and heals it; the window is in the history. Throws when it does not come back.
 */
export async function inject(scene: Scene, fault: PlannedFault): Promise<void> {
  const { history } = scene;
  const window: FaultWindow = {
    title: describeFault(fault).slice(8),
    from: history.now(),
    to: Infinity,
    unaffected: unaffectedBy(fault),
  };
  window.takesAnswers =
    fault.name === 'gateway' && (fault.kind === 'kill' || fault.kind === 'freeze');
  history.windows.push(window);
  const bursting = fault.burst ? scene.burst(fault.burst) : undefined;
  await breakAndHeal(scene, fault);
  await sleep(fault.kind === 'link' ? aftermathSeconds(fault.trouble) * 1_000 : AFTERMATH_MS);
  await bursting;
  window.to = history.now();
}

async function breakAndHeal(
  { engines, services, sentEvents, bus, random, poisons, replicas }: Scene,
  fault: PlannedFault,
): Promise<void> {
  const { kind, name = '', replica = 1, seconds } = fault;
  const restart = async (which: number, signal: 'SIGTERM' | 'SIGKILL') => {
    const { pid } = services.find(name, which);
    services.signal(name, which, signal);
    await services.restarted(name, which, pid ?? 0);
  };
  const away = async (engine: EngineName) => {
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
    case 'elasticsearch':
    case 's3':
      return away(kind);
    case 'freeze':
      services.signal(name, replica, 'SIGSTOP');
      await sleep(seconds * 1_000);
      return services.signal(name, replica, 'SIGCONT');
    case 'link':
      return troubleLink(services.links, name, fault.trouble!, seconds, random);
    case 'clock': {
      const { port } = services.find(name, replica);
      services.links.setClock(port, fault.bySeconds! * 1_000);
      await sleep(seconds * 1_000);
      return services.links.setClock(port, 0);
    }
    case 'disk':
      services.bankDisk?.fill();
      await sleep(seconds * 1_000);
      return services.bankDisk?.free();
    case 'none':
      return;
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
