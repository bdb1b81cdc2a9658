import { withDeadline } from '@emporium/resilience/deadline';
import type { CommandLine } from './shop-command.js';

/** Between two lines about the same work; milliseconds. */
const EVERY_MS = 2_000;

/**
 * Yields what the work says about its progress while it runs, the newest at most every two seconds,
 * so that short work says nothing. Returns the work's result.
 */
export async function* whileRunning<T>(
  title: string,
  work: (progress: (text: string) => void) => Promise<T>,
): AsyncGenerator<CommandLine, T> {
  let newest: string | undefined;
  let done = false;
  const running = work((text) => (newest = text)).finally(() => (done = true));
  // It is awaited below; until then nobody would hear of a failure.
  running.catch(() => undefined);
  while (!done) {
    await withDeadline(EVERY_MS, title, () => running).catch(() => undefined);
    if (!done && newest !== undefined) yield { type: 'note', text: `${title}: ${newest}` };
    newest = undefined;
  }
  return running;
}
