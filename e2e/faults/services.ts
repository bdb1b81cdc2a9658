import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '@emporium/platform/config/child-environment';
import { readRunFile, type RunFile } from '@emporium/shop/run-file';
import { openLinks, type Links } from './links.js';
import type { OwnEngines } from './own-engines.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';

/** Signs the events of all services of a run; who breaks things knows it, too. */
export const EVENT_SECRET = randomBytes(32).toString('hex');
const root = join(import.meta.dirname, '../..');
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 90_000;
const READY_LIMIT_MS = 120_000;

export type ServiceProcess = NonNullable<RunFile['processes']>[number];

/** `npm run start:services` on the given engines. */
export interface Services {
  /** GraphQL addresses of all gateways. */
  gateways: string[];
  dataDir: string;
  /** The lines between all parts, each with a proxy on it. */
  links: Links;
  /** Where the test bank keeps its books; undefined where no file system may be mounted. */
  bankDisk: SmallDisk | undefined;
  /** As they are now: pids change with every restart. */
  processes(): ServiceProcess[];
  find(name: string, replica: number): ServiceProcess;
  /** Sends a signal to a service. */
  signal(
    name: string,
    replica: number,
    signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT',
  ): void;
  /** Waits until the service runs under another pid than `before` and is ready. */
  restarted(name: string, replica: number, before: number): Promise<void>;
  /** Runs a command of the shop beside the services; resolves with its output and exit code. */
  command(...args: string[]): Promise<{ code: number; output: string }>;
  /** What the services have logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts every service `replicas` times and waits until all are ready. Throws with the log when
 * they do not come up.
 */
export async function startServices(
  engines: OwnEngines,
  replicas: number,
  extra: Record<string, string> = {},
  /**
   * Whether connections go through proxies that can be broken; those reset what a stopping service
   * would have ended quietly.
   */
  throughLinks = true,
): Promise<Services> {
  const dataDir = mkdtempSync(join(tmpdir(), 'emporium-services-'));
  const links = await openLinks(engines);
  const bankDisk = mountSmallDisk(join(dataDir, 'provider'));
  const settings = {
    NODE_ENV: 'development',
    PORT: '0',
    OPS_PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: engines.databaseUrl,
    KV_URL: engines.redisUrl,
    // Another database of the same server, so that caches can be emptied without the carts.
    CACHE_URL: `${engines.redisUrl}/1`,
    BUS_URL: `kafka://${engines.kafkaBrokers}`,
    BUS_PARTITIONS: '3',
    EVENT_SECRET,
    SEARCH_URL: `elasticsearch+${engines.elasticsearchUrl}`,
    BLOB_URL: `s3://faults?endpoint=${encodeURIComponent(engines.s3.endpoint)}`,
    S3_ACCESS_KEY_ID: engines.s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: engines.s3.secretAccessKey,
    S3_REGION: engines.s3.region,
    REPLICAS: String(replicas),
    LOG_LEVEL: 'warn',
    // Twenty processes load the same code, and some of them often.
    NODE_COMPILE_CACHE: join(tmpdir(), 'emporium-faults-compiled'),
    // A message that no handler can take is given up in seconds; a failure that may pass is never
    // counted.
    EVENT_MAX_ATTEMPTS: '4',
    ...extra,
  };
  // Commands look at the shop from beside it, whatever is wrong between its parts.
  const env = childEnvironment(settings);
  const logPath = join(dataDir, 'services.log');
  const out = openSync(logPath, 'a');
  const log = () => readFileSync(logPath, 'utf8');
  const child = spawn(process.execPath, [join(root, 'shop/dist/services.js')], {
    cwd: root,
    env: childEnvironment({
      ...settings,
      NODE_OPTIONS: [throughLinks ? links.nodeOptions : '', extra['NODE_OPTIONS']].join(' '),
    }),
    stdio: ['ignore', out, out],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    await links.close();
    bankDisk?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + START_LIMIT_MS; !readRunFile(dataDir); await sleep(200)) {
    if (child.exitCode === null && Date.now() < deadline) continue;
    const output = log().slice(-4_000);
    await stop();
    throw new Error(`the services did not start:\n${output}`);
  }
  const processes = () => readRunFile(dataDir)?.processes ?? [];
  await links.addServices(processes());
  const find = (name: string, replica: number) => {
    const found = processes().find(
      (process) => process.name === name && process.replica === replica,
    );
    if (!found) throw new Error(`there is no process ${name} ${replica}`);
    return found;
  };
  return {
    gateways: processes().flatMap(({ name, port }) =>
      name === 'gateway' ? [`http://127.0.0.1:${port}/graphql`] : [],
    ),
    dataDir,
    links,
    bankDisk,
    processes,
    find,
    signal: (name, replica, signal) => {
      const { pid } = find(name, replica);
      if (pid) process.kill(pid, signal);
    },
    restarted: async (name, replica, before) => {
      for (const deadline = Date.now() + READY_LIMIT_MS; ; await sleep(100)) {
        const { pid, opsPort } = find(name, replica);
        if (pid !== before && (await isReady(opsPort))) return;
        if (Date.now() > deadline)
          throw new Error(
            `${name} ${replica} did not come back (pid ${before} before, ${pid} now):\n${log().slice(-4_000)}`,
          );
      }
    },
    command: (...args) => runCommand(env, args),
    log,
    stop,
  };
}

async function isReady(opsPort: number): Promise<boolean> {
  if (opsPort === 0) return true;
  return fetch(`http://127.0.0.1:${opsPort}/ready`, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function runCommand(
  env: NodeJS.ProcessEnv,
  args: string[],
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(root, 'shop/dist/command.js'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code: code ?? 1, output })),
  );
}
