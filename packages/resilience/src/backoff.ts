/** Waiting times of retries: the first one, doubled each time up to the last one. */
export interface Backoff {
  firstMs: number;
  maxMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { firstMs: 200, maxMs: 30_000 };

/** Milliseconds to wait after the given failed attempt (1 = the first one). */
export function delayAfter(attempt: number, backoff: Backoff): number {
  return Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt - 1, 30));
}
