import { createHash } from 'node:crypto';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { clientIp } from '../audit/record-security-event.js';
import type { UsersCtx } from '../services.js';

export const FAILURES_BEFORE_LOCK = 10;
/** Failures from one address over all accounts (guessing one password for many). */
const FAILURES_PER_IP = 100;
const WINDOW_SECONDS = 15 * 60;

/** Counts failed log-ins of one account from one address, so that nobody can lock the owner out from elsewhere. */
export interface LoginThrottle {
  /** Until when this address may not try this account; undefined when it may. */
  lockedUntil(): Promise<Date | undefined>;
  /** Counts a failure; returns the end of the lock when this one brought it. */
  failed(): Promise<Date | undefined>;
  succeeded(): Promise<void>;
}

/**
 * The throttle for an account as it was typed (it need not exist: a lock must not tell) and the client's address. All methods throw
 * SUBGRAPH_UNAVAILABLE when the counters cannot be reached: guessing must not become free.
 */
export function loginThrottle(ctx: UsersCtx, account: string): LoginThrottle {
  const { cache, log } = { cache: ctx.services.cache, log: ctx.log };
  const ip = clientIp(ctx) ?? 'unknown';
  // Hashed: the store holds no addresses, and no typed text can shape a key.
  const pair = createHash('sha256').update(`${ip}\n${account}`).digest('hex');
  const keys = {
    lock: `login:lock:${pair}`,
    failures: `login:failures:${pair}`,
    ipLock: `login:ip-lock:${ip}`,
    ipFailures: `login:ip-failures:${ip}`,
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, 'log-in counters cannot be reached');
      throw subgraphUnavailable();
    }
  };
  const lock = async (key: string) => {
    const until = new Date(Date.now() + WINDOW_SECONDS * 1_000);
    await cache.set(key, until.toISOString(), WINDOW_SECONDS);
    return until;
  };
  return {
    lockedUntil: () =>
      guarded(async () => {
        const until = (await cache.getMany([keys.lock, keys.ipLock])).find((value) => value !== undefined);
        return until === undefined ? undefined : new Date(until);
      }),
    failed: () =>
      guarded(async () => {
        const failures = await cache.increment(keys.failures, 1, WINDOW_SECONDS);
        const ipFailures = await cache.increment(keys.ipFailures, 1, WINDOW_SECONDS);
        if (ipFailures >= FAILURES_PER_IP) await lock(keys.ipLock);
        return failures >= FAILURES_BEFORE_LOCK ? lock(keys.lock) : undefined;
      }),
    succeeded: () => guarded(() => cache.delete(keys.failures)),
  };
}
