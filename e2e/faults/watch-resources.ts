import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Databases } from './databases.js';
import type { OwnEngines } from './own-engines.js';
import type { Services } from './services.js';
import type { Verdict } from './verdict.js';

/** What the whole shop uses at one moment. */
export interface Usage {
  /** Of all services together. */
  rssMb: number;
  /** Open files and sockets of all services. */
  handles: number;
  databaseConnections: number;
  redisClients: number;
}

const SHARE = 1.1;
/** Connections come and go one by one; a tenth of a few is nothing. */
const SLACK: Usage = { rssMb: 100, handles: 60, databaseConnections: 12, redisClients: 12 };

/** Looks at processes and engines from beside. */
export async function usageOf(services: Services, databases: Databases, engines: OwnEngines): Promise<Usage> {
  let rssMb = 0;
  let handles = 0;
  for (const { pid } of services.processes()) {
    try {
      rssMb += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
      handles += readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      // Just being started again, or a system without /proc.
    }
  }
  const [row] = await databases.query<{ n: number }>(
    'orders',
    `select count(*)::int as n from pg_stat_activity where datname like '%\\_db'`,
  );
  return { rssMb: Math.round(rssMb), handles, databaseConnections: row!.n, redisClients: await redisClients(engines.redisUrl) };
}

/** I24: after the run, with all at rest, nothing more is used than in its first, calm part. */
export function judgeUsage(before: Usage, after: Usage): Verdict {
  const names = Object.keys(SLACK) as (keyof Usage)[];
  const found = names
    .filter((name) => after[name] > before[name] * SHARE + SLACK[name])
    .map((name) => `${name}: ${before[name]} before, ${after[name]} after`);
  return { id: 'I24', title: `nothing leaks (${names.map((name) => `${name} ${before[name]} → ${after[name]}`).join(', ')})`, found };
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
