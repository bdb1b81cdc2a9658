import { delayAfter } from '@emporium/resilience/backoff';

/** 30 s, 1 min, 2 min … 2 h, then every 3 hours: 17 attempts within the 24 hours. */
const BACKOFF = { firstMs: 30_000, maxMs: 3 * 3_600_000 };
const WINDOW_MS = 24 * 3_600_000;

/** When a delivery that is queued now gets its last attempt. */
export const giveUpAfter = (now: Date): Date => new Date(now.getTime() + WINDOW_MS);

/** An attempt that failed: which one of its round, when, and what the endpoint asked for. */
export interface FailedAttempt {
  attempt: number;
  now: Date;
  giveUpAt: Date;
  /** Header Retry-After of the answer. */
  retryAfter?: string | undefined;
}

/**
 * When to try again: later and later, not before the endpoint wants to be asked, and once more at
 * the very end. Null = that was the end.
 */
export function nextAttempt({ attempt, now, giveUpAt, retryAfter }: FailedAttempt): Date | null {
  if (now >= giveUpAt) return null;
  const backedOff = now.getTime() + delayAfter(attempt, BACKOFF);
  const wanted = retryAfter === undefined ? 0 : instantOf(retryAfter, now);
  return new Date(Math.min(giveUpAt.getTime(), Math.max(backedOff, wanted)));
}

/** Seconds or an HTTP date (RFC 9110); 0 for what is neither. */
function instantOf(retryAfter: string, now: Date): number {
  const text = retryAfter.trim();
  if (/^\d{1,9}$/.test(text)) return now.getTime() + Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : date;
}
