import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { engineUrls } from '@emporium/testing/engine-urls';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { rssMb } from '../process-tree.js';
import { temporaryDataDir } from '../shop-process.js';
import { dropDatabase, ownDatabases } from './databases.js';
import { putOrders, putProducts, type UrlOf } from './many-orders.js';
import { printTable } from './table.js';

const LOOK_EVERY_MS = 250;
const root = join(import.meta.dirname, '..', '..');

/**
 * `npm run bench -- verify [ORDERS…]`: time and memory of `npm run verify` at 10,000, 100,000 and
 * 1,000,000 orders, half of them of two variants, on PostgreSQL with its usual limit of 8 s per
 * statement.
 */
export async function benchVerify(): Promise<void> {
  const { databaseUrl } = engineUrls();
  if (!databaseUrl) return console.log('not measured: PostgreSQL (DATABASE_URL) is not there');
  const asked = process.argv.slice(3).map(Number);
  const rows: (string | number)[][] = [];
  for (const count of asked.length > 0 ? asked : [10_000, 100_000, 1_000_000])
    rows.push(await measure(databaseUrl, count));
  printTable('verify', ['orders', 'fill s', 'verify s', 'peak MB', 'result'], rows);
}

async function measure(server: string, count: number): Promise<(string | number)[]> {
  const databases = ownDatabases(server);
  const env = {
    ...databases,
    DATABASE_URL: server,
    DATA_DIR: temporaryDataDir(),
    LOG_LEVEL: 'error',
    NODE_ENV: 'test',
  };
  const urlOf: UrlOf = (subgraph) => databases[databaseVariable(subgraph)]!;
  // More than all orders together want.
  const stock = 2 * count;
  try {
    // The first command makes the tables.
    await must(await command(['outbox', 'list'], env));
    const filling = performance.now();
    await putProducts(urlOf, stock);
    await must(await command(['reconcile', '--apply'], env));
    await putOrders(urlOf, count);
    const fillSeconds = (performance.now() - filling) / 1000;
    const { seconds, peakMb, code, output } = await command(['verify'], env);
    if (code !== 0) console.log(output);
    return [count, fillSeconds, seconds, peakMb, code === 0 ? 'all hold' : 'FAILED'];
  } finally {
    for (const url of Object.values(databases)) await dropDatabase(url);
  }
}

interface Ran {
  code: number;
  seconds: number;
  /** Highest resident memory seen. */
  peakMb: number;
  output: string;
}

/** Runs a command as npm does once everything is built. */
async function command(args: string[], env: Record<string, string>): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, ['shop/dist/command.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  let peakMb = 0;
  const timer = setInterval(
    () => (peakMb = Math.max(peakMb, rssMb(child.pid ?? 0))),
    LOOK_EVERY_MS,
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  return { code: code ?? 1, seconds: (performance.now() - began) / 1000, peakMb, output };
}

async function must({ code, output }: Ran): Promise<void> {
  if (code !== 0) throw new Error(output);
}
