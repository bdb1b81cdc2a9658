import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A started process of the benchmark. */
export interface PinnedProcess {
  pid: number;
  /** What it said when it was ready. */
  ready: Record<string, unknown>;
  stop(): void;
}

/** One that runs a file of this folder. */
export interface BenchProcess extends PinnedProcess {
  /** Sends it a message and waits for its next one. */
  ask(message: object): Promise<Record<string, unknown>>;
}

/** True when processes can be kept on one processor (Linux with taskset). */
export function canPin(): boolean {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Keeps all threads of a process on one processor. */
export function pin(pid: number, processor: number): void {
  execFileSync('taskset', ['-acp', String(processor), String(pid)], { stdio: 'ignore' });
}

/**
 * Starts a file of this folder on this Node with what `npm run build` made, sends it `start`, and
 * waits until it is ready. Not through tsx: it names every function when it is made, which costs a
 * fifth; `loader` is for files whose speed does not matter. Rejects when the process ends before.
 */
export async function startProcess(
  file: string,
  start: object,
  loader: readonly string[] = [],
): Promise<BenchProcess> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), {
    execArgv: [...loader, '--max-semi-space-size=64'],
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' },
  });
  const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Record<string, unknown>));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  child.send(start);
  const ask = (message: object) =>
    new Promise<Record<string, unknown>>((resolve) => {
      child.once('message', (answer) => resolve(answer as Record<string, unknown>));
      child.send(message);
    });
  return { ready: await ready, pid: child.pid!, ask, stop: () => void child.kill() };
}
