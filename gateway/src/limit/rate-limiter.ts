import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Logger } from 'pino';

const WINDOW_MS = 60_000;
const PATIENCE_MS = 100;
const MAX_LOCAL_KEYS = 50_000;

/** Budgets per minute, shared by all replicas through the key-value store. */
export interface RateLimiter {
  /** Takes points from a budget. Returns 0 when they were there, else the milliseconds until the budget is full again. */
  take(key: string, points: number, perMinute: number): Promise<number>;
  /** What `take` would answer as far as this process knows; costs nothing, for refusing before any work. */
  waitOf(key: string): number;
}

/** Makes a limiter; when the store is away each process counts for itself. */
export function rateLimiter(store: KeyValueStore, log: Logger, now: () => number = Date.now): RateLimiter {
  const local = new Map<string, { window: number; points: number }>();
  const exhausted = new Map<string, number>();
  let warnedAt = 0;

  const countLocally = (key: string, points: number, window: number) => {
    const known = local.get(key);
    const total = (known?.window === window ? known.points : 0) + points;
    if (local.size > MAX_LOCAL_KEYS) local.clear();
    local.set(key, { window, points: total });
    return total;
  };
  const count = async (key: string, points: number, window: number): Promise<number> => {
    try {
      return await inTime(store.increment(`limit:${key}:${window}`, points, (2 * WINDOW_MS) / 1_000));
    } catch (error) {
      if (now() - warnedAt > WINDOW_MS) log.warn({ err: error }, 'rate limits are counted in this process only');
      warnedAt = now();
      return countLocally(key, points, window);
    }
  };
  const waitOf = (key: string) => {
    const until = exhausted.get(key);
    if (until === undefined) return 0;
    if (until > now()) return until - now();
    exhausted.delete(key);
    return 0;
  };
  return {
    waitOf,
    async take(key, points, perMinute) {
      const known = waitOf(key);
      if (known > 0) return known;
      const window = Math.floor(now() / WINDOW_MS);
      const total = await count(key, Math.ceil(points), window);
      if (total <= perMinute) return 0;
      const until = (window + 1) * WINDOW_MS;
      if (exhausted.size > MAX_LOCAL_KEYS) exhausted.clear();
      exhausted.set(key, until);
      return Math.max(until - now(), 1);
    },
  };
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
