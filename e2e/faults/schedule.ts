import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import { lastsSeconds, TROUBLES, troublesOf, type LinkTrouble } from './link-fault.js';
import { linkNames } from './links.js';
import type { EngineName } from './own-engines.js';
import { seededRandom } from './random.js';

/** One fault and when it begins, in seconds after the calm start. */
export interface PlannedFault {
  atSeconds: number;
  kind: FaultKind;
  /** `catalog` for faults of a service, `orders→postgres` for those of a line. */
  name?: string;
  replica?: number;
  trouble?: LinkTrouble;
  /** How long the thing stays away; 0 = it is started again at once. */
  seconds: number;
  /** How far a clock jumps. */
  bySeconds?: number;
  /** So many people order in the moment of the fault. */
  burst?: number;
}

export type FaultKind =
  | 'kill'
  | 'roll'
  | 'freeze'
  | 'link'
  | EngineName
  | 'redis-hang'
  | 'flush'
  | 'noise'
  | 'clock'
  | 'disk'
  | 'none';

/** How often each kind is in a deck. */
const DECK: Partial<Record<FaultKind, number>> = {
  kill: 3,
  roll: 1,
  freeze: 2,
  link: 9,
  postgres: 1,
  kafka: 1,
  redis: 1,
  'redis-hang': 1,
  elasticsearch: 1,
  s3: 1,
  flush: 1,
  noise: 2,
  clock: 2,
  disk: 1,
};
export const FAULT_KINDS = Object.keys(DECK) as FaultKind[];

/**
 * Time that a fault of each kind takes on top of `seconds` until all is up again, so that faults do
 * not pile up.
 */
const RECOVERY_SECONDS: Record<FaultKind, number> = {
  kill: 12,
  roll: 25,
  freeze: 8,
  link: 10,
  postgres: 8,
  kafka: 12,
  redis: 5,
  'redis-hang': 4,
  elasticsearch: 12,
  s3: 4,
  flush: 3,
  noise: 4,
  clock: 4,
  disk: 6,
  none: 0,
};
/** How long the thing stays away. */
const AWAY_SECONDS: Partial<Record<FaultKind, number>> = {
  kafka: 8,
  redis: 3,
  'redis-hang': 5,
  elasticsearch: 8,
  s3: 5,
  freeze: 10,
  clock: 8,
  disk: 6,
};
/** Clocks that nobody watches are wrong by so much. */
const WRONG_BY_SECONDS = [-20, 20];
const SERVICES = ['gateway', ...SUBGRAPH_NAMES];
const BURST = 60;

/**
 * The faults of a run: decks of all kinds, shuffled, until the time is up; kills of services and
 * troubles of lines are frequent. The same seed and minutes give the same schedule. With `only`, a
 * deck has just those kinds.
 */
export function planFaults(
  seed: number,
  minutes: number,
  replicas: number,
  only: readonly FaultKind[] = FAULT_KINDS,
): PlannedFault[] {
  const random = seededRandom(seed);
  const long = minutes >= 5;
  const faults: PlannedFault[] = [];
  const services = drawFrom(() => random.shuffle(SERVICES));
  const links = drawFrom(() => random.shuffle(linkNames(replicas)));
  for (let at = 0; ;) {
    for (const kind of random.shuffle(
      only.flatMap((name) => Array.from({ length: DECK[name] ?? 0 }, () => name)),
    )) {
      const fault: PlannedFault = {
        atSeconds: at,
        kind,
        seconds: kind === 'kafka' && long ? 60 : (AWAY_SECONDS[kind] ?? 0),
      };
      if (kind === 'kill' || kind === 'roll' || kind === 'freeze')
        Object.assign(fault, { name: services(), replica: 1 + random.int(replicas) });
      if (kind === 'clock')
        Object.assign(fault, {
          name: services(),
          replica: 1 + random.int(replicas),
          bySeconds: random.pick(WRONG_BY_SECONDS),
        });
      if (kind === 'link') {
        fault.name = links();
        fault.trouble = random.pick(troublesOf(fault.name));
        fault.seconds = lastsSeconds(fault.trouble);
      }
      if (random.next() < 0.3) fault.burst = BURST;
      const took = fault.seconds + RECOVERY_SECONDS[kind];
      if (at + took > minutes * 60) return faults;
      faults.push(fault);
      at += took;
    }
  }
}

/** Deals from decks that are shuffled anew when they are empty. */
function drawFrom<T>(shuffled: () => T[]): () => T {
  let deck: T[] = [];
  return () => {
    if (deck.length === 0) deck = shuffled();
    return deck.pop()!;
  };
}

/** A line for people. */
export function describeFault({
  atSeconds,
  kind,
  name,
  replica,
  seconds,
  trouble,
  bySeconds,
  burst,
}: PlannedFault): string {
  const what: Record<FaultKind, string> = {
    kill: `kill -9 ${name} ${replica}`,
    roll: `restart ${name}, one replica after the other, by SIGTERM`,
    freeze: `${name} ${replica} stands still for ${seconds} s`,
    link: `${name}: ${trouble && TROUBLES[trouble]} for ${seconds} s`,
    postgres: 'kill PostgreSQL, start it again',
    kafka: `Kafka is away for ${seconds} s`,
    redis: `Redis is away for ${seconds} s`,
    'redis-hang': `Redis hangs for ${seconds} s`,
    elasticsearch: `Elasticsearch is away for ${seconds} s`,
    s3: `S3 is away for ${seconds} s`,
    flush: 'the caches are emptied',
    noise: 'events come twice, late, reordered, unknown and broken',
    clock: `the clock of ${name} ${replica} is wrong by ${bySeconds} s for ${seconds} s`,
    disk: `the disk of the bank is full for ${seconds} s`,
    none: 'nothing',
  };
  return `${String(atSeconds).padStart(4)} s  ${what[kind]}${burst ? `, and ${burst} people order` : ''}`;
}
