import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { retry } from '@emporium/resilience/retry';

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 250;

/**
 * Repeats work that may be repeated while the engine is busy or away, with growing pauses, for
 * about half a minute: an operation of many minutes is not given up because of one moment. Rejects
 * with the last error.
 */
export function retryWhileBusy<T>(work: () => Promise<T>, firstMs = FIRST_PAUSE_MS): Promise<T> {
  const mayPass = (error: unknown) => error instanceof SubgraphUnavailableError;
  return retry(work, { attempts: ATTEMPTS, backoff: { firstMs, maxMs: 128 * firstMs }, mayPass });
}
