import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A shop started by `npm start` on free ports, as a user starts it. */
export interface RunningShop {
  /** Process group leader: npm. */
  pid: number;
  /** The shop itself, from run.json. */
  shopPid: number;
  graphqlUrl: string;
  /** From the start of `npm start` to the first answered query. */
  secondsToFirstQuery: number;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A data folder of its own for one benchmark; removed when the process ends. */
export function temporaryDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts `npm start` of a checkout (this one unless told) and waits for its first answer. Throws
 * with its output when it ends or is not up within 3 minutes.
 */
export async function startShop(
  dataDir: string,
  env: Record<string, string> = {},
  checkout = root,
): Promise<RunningShop> {
  const timeoutSeconds = 180;
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '0', OPS_PORT: '0', DATA_DIR: dataDir, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => (output = (output + text).slice(-20_000)));
  while ((performance.now() - started) / 1000 < timeoutSeconds) {
    if (child.exitCode !== null)
      throw new Error(`npm start ended with code ${child.exitCode}:\n${output}`);
    const run = readRun(dataDir);
    if (run && (await answers(run.graphqlUrl))) {
      const secondsToFirstQuery = (performance.now() - started) / 1000;
      return {
        pid: child.pid ?? 0,
        shopPid: run.pid,
        graphqlUrl: run.graphqlUrl,
        secondsToFirstQuery,
        stop: () => stop(child),
      };
    }
    await pause(10);
  }
  await stop(child);
  throw new Error(`no answer within ${timeoutSeconds} s:\n${output}`);
}

function readRun(dataDir: string): { pid: number; graphqlUrl: string } | undefined {
  try {
    const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as {
      pid: number;
      graphqlUrl: string;
    };
    process.kill(run.pid, 0);
    return run;
  } catch {
    // Not written yet, half written, or left by an earlier process.
    return undefined;
  }
}

/** True when the query that a shop page starts with is answered with products. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ products(first: 1) { nodes { name } } }' }),
    });
    const body = (await response.json()) as { data?: { products?: { nodes?: unknown[] } } };
    return Boolean(body.data?.products?.nodes?.length);
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // The whole group, as Ctrl-C does.
  process.kill(-child.pid, 'SIGINT');
  await ended;
}
