import { createHash } from 'node:crypto';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import { clientIp, clientNetwork } from '../audit/record-security-event.js';
import { networkOf, siteOf } from '@emporium/platform/http/network-of';

export const FAILURES_BEFORE_LOCK = 10;
/**
 * Failures from one network over all accounts (guessing one password for many), and from the larger
 * network around it.
 */
const FAILURES_PER_NETWORK = 100;
const FAILURES_PER_SITE = 400;
/** After this long a failure is forgotten; seconds. */
export const WINDOW_SECONDS = 15 * 60;
/**
 * Failures of one account from all networks together: so many at once, then one for each window.
 */
export const FAILURES_PER_ACCOUNT = 100;

/**
 * Counts failed log-ins of one account from one network, so that nobody can lock the owner out from
 * elsewhere; and, slowly, of one account from everywhere, since guessers have many networks: then
 * only devices that the account knows may go on.
 */
export interface LoginThrottle {
  /**
   * Until when this network may not try this account; undefined when it may. `isKnown` is asked
   * only when it decides.
   */
  lockedUntil(isKnown: () => Promise<boolean>): Promise<Date | undefined>;
  /** Counts a failure; returns the end of the lock when this one brought it. */
  failed(): Promise<Date | undefined>;
  succeeded(): Promise<void>;
}

/**
 * The throttle for an account as it was typed (it need not exist: a lock must not tell) and the
 * client's address. All methods throw SUBGRAPH_UNAVAILABLE when the counters cannot be reached:
 * guessing must not become free.
 */
export function loginThrottle(ctx: Ctx, account: string): LoginThrottle {
  const { cache, log } = { cache: ctx.services.cache, log: ctx.log };
  const { accountLock, accountFailures, keys, wide } = keysOf(
    account,
    clientNetwork(ctx),
    clientIp(ctx),
  );
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
    lockedUntil: (isKnown) =>
      guarded(async () => {
        const [byAccount, ...others] = await cache.getMany([
          accountLock,
          keys.lock,
          ...wide.map((one) => one.lock),
        ]);
        const until =
          others.find((value) => value !== undefined) ??
          (byAccount && !(await isKnown()) ? byAccount : undefined);
        return until === undefined ? undefined : new Date(until);
      }),
    failed: () =>
      guarded(async () => {
        const [failures, level] = await Promise.all([
          cache.increment(keys.failures, 1, WINDOW_SECONDS),
          cache.addToBucket(
            accountFailures,
            WINDOW_SECONDS * 1_000,
            FAILURES_PER_ACCOUNT * WINDOW_SECONDS * 1_000,
          ),
          ...wide.map(async (one) => {
            if ((await cache.increment(one.failures, 1, WINDOW_SECONDS)) >= one.most)
              await lock(one.lock);
          }),
        ]);
        if (!level.fits || level.level > (FAILURES_PER_ACCOUNT - 1) * WINDOW_SECONDS * 1_000)
          await lock(accountLock);
        return failures >= FAILURES_BEFORE_LOCK ? lock(keys.lock) : undefined;
      }),
    succeeded: () => guarded(() => cache.delete(keys.failures)),
  };
}

/**
 * Forgets the failures of an account (normalised e-mail address) and its locks, also those of the
 * given client addresses, over all accounts when `networksToo`. For an operator who knows that it
 * was no guesser. Rejects when the counters cannot be reached.
 */
export async function forgetFailures(
  ctx: Ctx,
  account: string,
  ips: readonly string[],
  networksToo: boolean,
): Promise<void> {
  const places =
    ips.length > 0
      ? ips.map((ip) => keysOf(account, networkOf(ip), ip))
      : [keysOf(account, undefined, undefined)];
  const gone = places.flatMap(({ accountLock, accountFailures, keys, wide }) => [
    accountLock,
    accountFailures,
    keys.lock,
    keys.failures,
    ...(networksToo ? wide.flatMap(({ lock, failures }) => [lock, failures]) : []),
  ]);
  await Promise.all([...new Set(gone)].map((key) => ctx.services.cache.delete(key)));
}

function keysOf(account: string, network = 'unknown', ip = '') {
  const site = siteOf(ip);
  // Hashed: the store holds no addresses, and no typed text can shape a key.
  const pair = hashOf(`${network}\n${account}`);
  return {
    accountLock: `login:account-lock:${hashOf(account)}`,
    accountFailures: `login:account-failures:${hashOf(account)}`,
    keys: { lock: `login:lock:${pair}`, failures: `login:failures:${pair}` },
    wide: [
      {
        lock: `login:network-lock:${network}`,
        failures: `login:network-failures:${network}`,
        most: FAILURES_PER_NETWORK,
      },
      ...(site
        ? [
            {
              lock: `login:site-lock:${site}`,
              failures: `login:site-failures:${site}`,
              most: FAILURES_PER_SITE,
            },
          ]
        : []),
    ],
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
