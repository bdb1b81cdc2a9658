import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isRunning, sendToRunningShop } from '@emporium/shop/commands/send-to-running-shop';
import { readRunFile, type RunFile } from '@emporium/shop/run-file';
import { eventually } from '@emporium/testing/eventually';
import { SETTINGS_OF_THE_PRODUCT } from '../scripts/vitest/engine-variables.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Milliseconds; a start takes a tenth of it on a machine that has time. */
const START_MS = 120_000;

/**
 * The shop as `npm start` runs it, embedded whatever engines the test run was given: a process of
 * its own on a data folder.
 */
export interface ShopProcess {
  /** GraphQL address. */
  url: string;
  /** SIGKILL: nothing gets a chance to finish. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Runs a command inside the shop and returns its lines. */
  command(name: string, args?: Record<string, unknown>): Promise<Record<string, unknown>[]>;
}

/**
 * Runs a command as `npm run NAME -- …` does, on a data folder, with the settings given and no
 * others; `result` is what it printed without what is only for who waits.
 */
export async function shopCommand(
  dataDir: string,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<{ code: number; output: string; result: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', 'shop/src/command.ts', ...args],
    {
      cwd: ROOT,
      env: {
        ...withoutSettings(),
        NODE_ENV: 'test',
        DATA_DIR: dataDir,
        PORT: '0',
        OPS_PORT: '0',
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let [output, result] = ['', ''];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (result += chunk.toString()));
  child.stdin.end(options.input ?? '');
  const [code] = await once(child, 'close');
  return { code: (code as number | null) ?? 1, output, result };
}

export interface ShopProcessOptions {
  /** Settings beside those that make it a shop of its own. */
  env?: Record<string, string>;
  /** Hears each line that the shop prints. */
  onLine?(line: string): void;
}

/**
 * Starts the shop from its sources and waits until it answers. Throws with what it printed when it
 * ends instead.
 */
export async function shopProcess(
  dataDir: string,
  { env = {}, onLine }: ShopProcessOptions = {},
): Promise<ShopProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', 'shop/src/main.ts'],
    {
      cwd: ROOT,
      env: {
        ...withoutSettings(),
        NODE_ENV: 'test',
        DATA_DIR: dataDir,
        PORT: '0',
        OPS_PORT: '0',
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-4_000)));
  if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
  const kill = async () => {
    process.off('exit', killNow);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  // A test run that is called off must not leave shops behind.
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const run = await untilOpen(child, dataDir, () => printed).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return {
    url: run.graphqlUrl,
    kill,
    command: async (name, args = {}) => {
      const lines: Record<string, unknown>[] = [];
      for await (const line of sendToRunningShop(run, name, args)) lines.push(line);
      return lines;
    },
  };
}

function withoutSettings(): NodeJS.ProcessEnv {
  const settings = new Set(SETTINGS_OF_THE_PRODUCT);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.has(name)));
}

async function untilOpen(
  child: ChildProcess,
  dataDir: string,
  printed: () => string,
): Promise<RunFile> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the shop ended with ${code} before it was open:\n${printed()}`);
  });
  const open = eventually(async () => {
    const run = readRunFile(dataDir);
    // The file of a killed process lies there until the next one writes its own.
    if (run?.pid !== child.pid || !(await isRunning(run!)))
      throw new Error(`the shop did not open:\n${printed()}`);
    return run!;
  }, START_MS);
  // Whichever loses fails later, when nobody listens any more.
  for (const outcome of [open, ended]) outcome.catch(() => undefined);
  return Promise.race([open, ended]);
}
