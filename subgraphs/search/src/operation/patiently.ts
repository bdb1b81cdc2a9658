import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 8;
const FIRST_PAUSE_MS = 250;

/**
 * Repeats work that may be repeated while the engine is busy or away, with growing pauses, for about half a minute: an operation of many
 * minutes is not given up because of one moment. Rejects with the last error.
 */
export async function patiently<T>(work: () => Promise<T>, pauseMs = FIRST_PAUSE_MS): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SubgraphUnavailableError) || attempt === TRIES) throw error;
      await sleep(pauseMs * 2 ** (attempt - 1));
    }
  }
}
