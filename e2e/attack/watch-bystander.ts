import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How a shopper fared. Milliseconds. */
export interface Bystander {
  asked: number;
  errors: string[];
  median: number;
  p99: number;
  longest: number;
}

/**
 * Sends a shopper in a process of its own to the shop; the returned function calls it back and
 * tells how it fared.
 */
export function watchBystander(url: string): () => Promise<Bystander> {
  const child = fork(fileURLToPath(new URL('bystander.ts', import.meta.url)), [url], {
    execArgv: ['--import', 'tsx'],
  });
  const stopNow = () => void child.kill('SIGKILL');
  process.once('exit', stopNow);
  return async () => {
    const told = once(child, 'message');
    child.send('stop');
    const [{ times, errors }] = (await told) as [{ times: number[]; errors: string[] }];
    process.off('exit', stopNow);
    const sorted = times.toSorted((one, other) => one - other);
    const at = (share: number) =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
    return { asked: times.length, errors, median: at(0.5), p99: at(0.99), longest: at(1) };
  };
}
