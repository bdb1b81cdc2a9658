import { SUBGRAPH_NAMES } from '@emporium/platform/config/config';
import { seededRandom } from './random.js';

/** One fault and when it begins, in seconds after the calm start. */
export interface PlannedFault {
  atSeconds: number;
  kind: FaultKind;
  /** `catalog 2` for faults of a service. */
  name?: string;
  replica?: number;
  /** How long the thing stays away; 0 = it is started again at once. */
  seconds: number;
}

export type FaultKind = 'kill' | 'roll' | 'postgres' | 'kafka' | 'redis' | 'redis-hang' | 'flush' | 'noise';

/** Time that a fault of each kind takes on top of `seconds` until all is up again, so that faults do not pile up. */
const RECOVERY_SECONDS: Record<FaultKind, number> = {
  kill: 12,
  roll: 25,
  postgres: 8,
  kafka: 12,
  redis: 5,
  'redis-hang': 4,
  flush: 3,
  noise: 4,
};
const SERVICES = ['gateway', ...SUBGRAPH_NAMES];

/**
 * The faults of a run: decks of all kinds, shuffled, until the time is up; kills of services are frequent. The same seed and minutes give the
 * same schedule.
 */
export function planFaults(seed: number, minutes: number, replicas: number): PlannedFault[] {
  const random = seededRandom(seed);
  const long = minutes >= 5;
  const faults: PlannedFault[] = [];
  let at = 0;
  let victims: string[] = [];
  for (;;) {
    const deck: FaultKind[] = random.shuffle([
      'kill',
      'kill',
      'kill',
      'kill',
      'roll',
      'postgres',
      'kafka',
      'redis',
      'redis-hang',
      'flush',
      'noise',
      'noise',
    ]);
    for (const kind of deck) {
      const seconds = kind === 'kafka' ? (long ? 60 : 8) : kind === 'redis-hang' ? 5 : kind === 'redis' ? 3 : 0;
      const isService = kind === 'kill' || kind === 'roll';
      if (isService && victims.length === 0) victims = random.shuffle(SERVICES);
      const target = isService ? { name: victims.pop()!, replica: 1 + random.int(replicas) } : {};
      const took = seconds + RECOVERY_SECONDS[kind];
      if (at + took > minutes * 60) return faults;
      faults.push({ atSeconds: at, kind, ...target, seconds });
      at += took;
    }
  }
}

/** A line for people. */
export function describeFault({ atSeconds, kind, name, replica, seconds }: PlannedFault): string {
  const what: Record<FaultKind, string> = {
    kill: `kill -9 ${name} ${replica}`,
    roll: `restart ${name}, one replica after the other, by SIGTERM`,
    postgres: 'kill PostgreSQL, start it again',
    kafka: `Kafka is away for ${seconds} s`,
    redis: `Redis is away for ${seconds} s`,
    'redis-hang': `Redis hangs for ${seconds} s`,
    flush: 'the caches are emptied',
    noise: 'events come twice, late, reordered, unknown and broken',
  };
  return `${String(atSeconds).padStart(4)} s  ${what[kind]}`;
}
