import type { BucketLevel, KeyValueStore } from '@emporium/kv/key-value';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Logger } from 'pino';

/**
 * A full bucket is empty after this long, unless told otherwise: most budgets are stated per
 * minute.
 */
const MINUTE_MS = 60_000;
/** What was done beyond what was expected may be owed for so long; then it is forgiven. */
const MAX_DEBT_MS = 5 * 60_000;
const TIMEOUT_MS = 50;
const WARN_EVERY_MS = 60_000;
const MAX_KNOWN_FULL = 50_000;
/** Who cannot even pay this many points is refused before any work. */
const LEAST_POINTS = 1;

/** What became of taking points. */
export interface Taken {
  /** 0 when the points were there, else milliseconds until they will be. */
  waitMs: number;
  /** Points that are left. */
  available: number;
}

/**
 * Budgets as leaky buckets that drain evenly, shared by all replicas through the key-value store.
 */
export interface RateLimiter {
  /**
   * Takes points from a budget of so many per window; takes none when they are not there. Never
   * rejects.
   */
  take(key: string, points: number, perWindow: number, windowMs?: number): Promise<Taken>;
  /** Gives back what was taken in one go but not used. */
  giveBack(key: string, taken: number, used: number, perWindow: number, windowMs?: number): void;
  /**
   * Takes what was used beyond what was taken, also when it is not there: the budget then owes it.
   */
  owe(key: string, points: number, perMinute: number): void;
  /**
   * Milliseconds until the budget can pay anything, as far as this process knows; costs nothing,
   * for refusing before any work.
   */
  waitOf(key: string): number;
}

/** Makes a limiter; while the store is away or slow each process counts for itself. */
export function createRateLimiter(
  store: KeyValueStore,
  log: Logger,
  now: () => number = Date.now,
): RateLimiter {
  const local = openMemoryKeyValue(now);
  const fullUntil = new Map<string, number>();
  let warnedAt = -WARN_EVERY_MS;

  const addToBucket = async (
    key: string,
    amount: number,
    capacity: number,
  ): Promise<BucketLevel> => {
    try {
      return await withDeadline(TIMEOUT_MS, 'counting a request', () =>
        store.addToBucket(`limit:${key}`, amount, capacity),
      );
    } catch (error) {
      if (now() - warnedAt > WARN_EVERY_MS) {
        log.warn({ err: error }, 'rate limits are counted in this process only');
        warnedAt = now();
      }
      return local.addToBucket(key, amount, capacity);
    }
  };
  /** Remembers a budget that can pay nothing. */
  const note = (key: string, level: number, perWindow: number, windowMs: number) => {
    const fullFor = level + millisecondsOf(LEAST_POINTS, perWindow, windowMs) - windowMs;
    if (fullFor <= 0) return;
    if (fullUntil.size > MAX_KNOWN_FULL) fullUntil.clear();
    fullUntil.set(key, now() + fullFor);
  };
  return {
    waitOf(key) {
      const until = fullUntil.get(key);
      if (until === undefined) return 0;
      if (until > now()) return until - now();
      fullUntil.delete(key);
      return 0;
    },
    async take(key, points, perWindow, windowMs = MINUTE_MS) {
      const amount = millisecondsOf(points, perWindow, windowMs);
      const { fits, level } = await addToBucket(key, amount, windowMs);
      note(key, level, perWindow, windowMs);
      const available = Math.max(0, Math.floor(((windowMs - level) * perWindow) / windowMs));
      // What is larger than the bucket waits until it is empty.
      return {
        waitMs: fits ? 0 : Math.max(1, Math.min(level, level + amount - windowMs)),
        available,
      };
    },
    owe(key, points, perMinute) {
      if (points <= 0) return;
      const amount = Math.min(millisecondsOf(points, perMinute, MINUTE_MS), MAX_DEBT_MS);
      void addToBucket(key, amount, MINUTE_MS + MAX_DEBT_MS).then(({ level }) =>
        note(key, level, perMinute, MINUTE_MS),
      );
    },
    giveBack(key, taken, used, perWindow, windowMs = MINUTE_MS) {
      // A bucket counts whole milliseconds. Rounded by chance, what stays in it is right on
      // average: rounded up, no budget however large would pay for more than 1,000 cheap requests a
      // second.
      const amount = Math.floor(
        millisecondsOf(taken, perWindow, windowMs) - (used * windowMs) / perWindow + Math.random(),
      );
      if (amount <= 0) return;
      fullUntil.delete(key);
      void addToBucket(key, -amount, windowMs);
    },
  };
}

/** How many milliseconds a budget takes to drain so many points, at least a millisecond. */
const millisecondsOf = (points: number, perWindow: number, windowMs: number) =>
  Math.max(1, Math.ceil((points * windowMs) / perWindow));
