import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import type { Databases } from './databases.js';
import type { OwnEngines } from './own-engines.js';
import type { Services } from './services.js';
import type { CheckResult } from './check-results.js';

/** What the whole shop uses at one moment. */
export interface Usage {
  /** Of all services together. */
  rssMb: number;
  /** Open files and sockets of all services. */
  handles: number;
  databaseConnections: number;
  redisClients: number;
  /** Events that no relay has sent yet, in all outboxes. */
  unsent: number;
}

const SHARE = 1.1;
/** Connections come and go one by one; a tenth of a few is nothing. */
const SLACK: Usage = {
  rssMb: 100,
  handles: 60,
  databaseConnections: 12,
  redisClients: 12,
  unsent: 2_000,
};
const LOOK_EVERY_MS = 60_000;
/** With fewer looks there is no trend. */
const ENOUGH_LOOKS = 9;

/** Looks at processes and engines from beside. */
export async function usageOf(
  services: Services,
  databases: Databases,
  engines: OwnEngines,
): Promise<Usage> {
  let rssMb = 0;
  let handles = 0;
  for (const { pid } of services.processes()) {
    try {
      rssMb +=
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) /
        1_024;
      handles += readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      // Just being started again, or a system without /proc.
    }
  }
  const [row] = await databases.query<{ n: number }>(
    'orders',
    `select count(*)::int as n from pg_stat_activity where datname like '%\\_db'`,
  );
  const clients = await redisClients(engines.redisUrl);
  const unsent = await Promise.all(SUBGRAPH_NAMES.map((name) => unsentOf(databases, name)));
  return {
    rssMb: Math.round(rssMb),
    handles,
    databaseConnections: row!.n,
    redisClients: clients,
    unsent: unsent.reduce((sum, n) => sum + n, 0),
  };
}

/** I24: after the run, with all at rest, nothing more is used than in its first, calm part. */
export function judgeUsage(before: Usage, after: Usage): CheckResult {
  const found = NAMES.filter((name) => after[name] > before[name] * SHARE + SLACK[name]).map(
    (name) => `${name}: ${before[name]} before, ${after[name]} after`,
  );
  return {
    id: 'I24',
    title: `nothing leaks (${NAMES.map((name) => `${name} ${before[name]} → ${after[name]}`).join(', ')})`,
    found,
  };
}

/**
 * Looks each minute and prints what it sees; the last third of a long run must not use more than
 * the one before it.
 */
export async function watchUsage(
  look: () => Promise<Usage>,
  print: (line: string) => void,
  until: AbortSignal,
): Promise<CheckResult> {
  const seen: Usage[] = [];
  while (!until.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) break;
    // While an engine is away there is nothing to see.
    const usage = await look().catch(() => undefined);
    if (!usage) continue;
    seen.push(usage);
    print(`usage ${seen.length} min: ${described(usage)}`);
  }
  const third = Math.floor(seen.length / 3);
  const mean = (part: readonly Usage[], name: keyof Usage) =>
    part.reduce((sum, usage) => sum + usage[name], 0) / part.length;
  const [middle, last] = [seen.slice(third, 2 * third), seen.slice(2 * third)];
  const found =
    seen.length < ENOUGH_LOOKS
      ? []
      : NAMES.filter((name) => mean(last, name) > mean(middle, name) * SHARE + SLACK[name]).map(
          (name) =>
            `${name} grows: ${Math.round(mean(middle, name))} on average, then ${Math.round(mean(last, name))}`,
        );
  return {
    id: 'I24',
    title: `memory, connections and lag stay in bounds under load (${seen.length} looks)`,
    found,
  };
}

const NAMES = Object.keys(SLACK) as (keyof Usage)[];
const described = (usage: Usage) => NAMES.map((name) => `${name} ${usage[name]}`).join(', ');

async function unsentOf(databases: Databases, name: string): Promise<number> {
  const [row] = await databases.query<{ n: number }>(
    name,
    `select count(*)::int as n from "${name}".outbox where sent_at is null and parked_at is null`,
  );
  return row!.n;
}

function redisClients(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write('INFO clients\r\n'));
    socket.on('data', (bytes) => {
      answer += bytes.toString();
      const clients = /connected_clients:(\d+)/.exec(answer)?.[1];
      if (clients) socket.end(() => resolve(Number(clients)));
    });
    socket.on('error', reject);
  });
}
