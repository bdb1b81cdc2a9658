import pRetry from 'p-retry';
import type { Backoff } from './backoff.js';

/** How often work is repeated, and after which failures. */
export interface RetryPlan {
  /** At most so many times, the first one included. */
  attempts: number;
  backoff: Backoff;
  /** Whether the same work may succeed later. */
  mayPass(error: unknown): boolean;
}

/**
 * Repeats work that may be repeated until it succeeds. Rejects with the last error, at once with
 * one that does not pass.
 */
export function retry<T>(
  work: () => Promise<T>,
  { attempts, backoff, mayPass }: RetryPlan,
): Promise<T> {
  return pRetry(work, {
    retries: attempts - 1,
    minTimeout: backoff.firstMs,
    maxTimeout: Math.max(backoff.firstMs, backoff.maxMs),
    factor: 2,
    shouldRetry: ({ error }) => mayPass(error),
  });
}
