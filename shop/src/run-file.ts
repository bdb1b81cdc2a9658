import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  pid: z.number(),
  /** While it is set up, the first seeding included, a shop takes no commands. */
  state: z.enum(['setting-up', 'running']).default('running'),
  graphqlUrl: z.string(),
  opsUrl: z.string(),
  /**
   * Lets commands of the same user talk to this shop; empty for many processes, whose commands
   * connect to the engines directly.
   */
  token: z.string(),
  /** Addresses of subgraphs that listen. */
  subgraphs: z.record(z.string(), z.string()).default({}),
  /**
   * Every process of `npm run start:services`, replicas included; pids change when one is started
   * again.
   */
  processes: z
    .array(
      z.object({
        name: z.string(),
        replica: z.number(),
        pid: z.number().optional(),
        port: z.number(),
        opsPort: z.number(),
      }),
    )
    .default([]),
});

/** How commands on this machine find a running shop: DATA_DIR/run.json. */
export type RunFile = z.input<typeof schema>;

const pathIn = (dataDir: string) => join(dataDir, 'run.json');

/** Tells others on this machine that a shop runs on the folder; readable by its user only. */
export function writeRunFile(dataDir: string, run: RunFile): void {
  mkdirSync(dataDir, { recursive: true });
  // Whole or not at all: others read it while services come and go.
  const draft = `${pathIn(dataDir)}.new`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, pathIn(dataDir));
}

/**
 * Tells that this process sets up a shop on the folder, unless another one that lives has said that
 * it runs there.
 */
export function announceSetup(dataDir: string): void {
  const other = readRunFile(dataDir);
  if (other && isAlive(other.pid)) return;
  writeRunFile(dataDir, {
    pid: process.pid,
    state: 'setting-up',
    graphqlUrl: '',
    opsUrl: '',
    token: '',
  });
}

/** Takes back what announceSetup wrote, when the shop did not start. */
export function withdrawSetup(dataDir: string): void {
  if (readRunFile(dataDir)?.pid === process.pid) removeRunFile(dataDir);
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user lives as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The run file, or undefined when there is none that can be read. It may be stale: the process may
 * be gone.
 */
export function readRunFile(dataDir: string): RunFile | undefined {
  if (!existsSync(pathIn(dataDir))) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

export function removeRunFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}
