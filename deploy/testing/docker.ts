import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../..');

/** What a command printed, and how it ended. */
export interface Outcome {
  status: number | null;
  /** Both streams. */
  output: string;
}

/** Runs `docker …` in the repository. */
export function tryDocker(args: readonly string[], env: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync('docker', args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, ...env },
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}` };
}

/** Runs `docker …` and returns what it printed. Throws with its output when it fails. */
export function docker(args: readonly string[], env: Record<string, string> = {}): string {
  const { status, output } = tryDocker(args, env);
  if (status !== 0)
    throw new Error(`docker ${args.join(' ')} ended with ${status}:\n${output.slice(-4_000)}`);
  return output.trim();
}

/** Why containers cannot be tested here; undefined when they can. */
export function whyNoDocker(): string | undefined {
  const { status } = tryDocker(['version', '--format', '{{.Server.Version}}']);
  return status === 0 ? undefined : 'no Docker engine answers';
}
