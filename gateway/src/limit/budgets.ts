import { ANONYMOUS } from '@emporium/auth/principal';
import { networkOf, siteOf } from '@emporium/platform/http/network-of';
import type { GatewayLimits } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import { RequestError } from '../request/request-error.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * Root fields that test a secret, take a password or have a mail sent: they have a budget of their
 * own, whatever they cost.
 */
export const LOGIN_FIELDS: ReadonlySet<string> = new Set([
  'userLogin',
  'userEmailChange',
  'userPasswordChange',
  'userErase',
  'personDataExportRequest',
  'userRegister',
  'userMfaVerify',
  'sessionStepUp',
  'factorTotpConfirm',
  'passkeyLogin',
  'passkeyLoginBegin',
  'passkeyMfaBegin',
  'userPasswordReset',
  'userPasswordResetRequest',
  'userVerificationRequest',
  'userEmailVerify',
  'userEmailChangeUndo',
  'orderByToken',
  'giftCardBalance',
  'giftCardRedeem',
]);
/**
 * What a refused document takes from the budget at least, for each millisecond of checking it, and
 * at most: a pause of the machine is no work.
 */
const REFUSED_COST = 20;
const REFUSED_COST_PER_MS = 20;
const REFUSED_COST_AT_MOST = 5_000;
/** Bytes of a body that are received and parsed in a millisecond. */
const BYTES_PER_MS = 100_000;
/** What a request that is no operation takes: an image, a webhook, a look at the health. */
const VISIT_COST = 10;
const HOUR_MS = 3_600_000;
const TOO_MANY_ACCOUNTS = 'Too many new accounts from your network; try again later.';

/**
 * Of IPv6 each network has 65,535 neighbours that may be the same customer's: together they have
 * this many times its log-ins and new accounts.
 */
const SITE_FACTOR = 8;
/** How many times the ceiling of one network all of a /48 have together. */
const SITE_CEILING = 2;

/** What an operation took from its caller's budget. */
export interface Charge {
  /** Static cost of the operation. */
  requested: number;
  /** Points left after it, points of a full budget, and points that come back each second. */
  available: number;
  capacity: number;
  restorePerSecond: number;
  /**
   * Gives back what the operation did not need after all, or owes what it needed more; only the
   * first call counts.
   */
  settle(actual: number): void;
}

/**
 * Budgets of callers. A user has an own one, so that users behind one address do not starve each
 * other; over all budgets of one network is its ceiling, so that who opens many accounts has no
 * more than that.
 */
export interface Budgets {
  /** Name of the budget that a caller's work is paid from. */
  payerOf(caller: Caller): string;
  /** Refuses (429) a caller known to be out of budget, before any work. */
  check(caller: Caller): void;
  /**
   * Refuses (429) whoever comes from a network known to have used up its ceiling, before anything
   * is read.
   */
  checkNetwork(ip: string): void;
  /**
   * Takes the cost of an operation, and `extra` that never comes back; throws RequestError (429),
   * and then has taken nothing.
   */
  charge(
    caller: Caller,
    cost: number,
    extra: number,
    rootFields: readonly string[],
  ): Promise<Charge>;
  /** Takes what refusing a document cost, or failing at it, from the milliseconds that it took. */
  chargeRefused(caller: Caller, workMs: number): void;
  /**
   * Takes what a request cost that came to no operation, from its bytes; whose it was is not known,
   * so it is nobody's at that address.
   */
  chargeUnread(ip: string, bytes: number): void;
  /**
   * Takes what a request for something else than an operation costs from its network's ceiling, and
   * a log-in when it is one; throws RequestError (429).
   */
  chargeVisit(ip: string, isLogin?: boolean): Promise<void>;
}

/** A budget: its name, and its points per window. */
interface Purse {
  key: string;
  perWindow: number;
  windowMs?: number;
}

/** Makes the budgets. */
export function createBudgets(limiter: RateLimiter, limits: GatewayLimits): Budgets {
  // An API key has a budget of its own, which may be smaller than a user's.
  const ownPurse = ({ principal, ip, costPerMinute = Infinity }: Caller): Purse =>
    principal.sub
      ? {
          key: `user:${principal.sub}`,
          perWindow: Math.min(costPerMinute, limits.costPerMinutePerUser),
        }
      : { key: `ip:${networkOf(ip)}`, perWindow: limits.costPerMinutePerIp };
  const ceilings = (ip: string): Purse[] =>
    around(ip, 'net', limits.costPerMinutePerNetwork, SITE_CEILING);
  const pursesOf = (caller: Caller): Purse[] => [ownPurse(caller), ...ceilings(caller.ip)];
  const loginsOf = (ip: string) => around(ip, 'login', limits.loginsPerMinutePerIp, SITE_FACTOR);
  const loginPurses = ({ principal, ip }: Caller): Purse[] =>
    principal.sub
      ? [{ key: `login:user:${principal.sub}`, perWindow: limits.loginsPerMinutePerIp }]
      : loginsOf(ip);
  const accountPurses = ({ ip }: Caller): Purse[] =>
    around(ip, 'register', limits.accountsPerHourPerIp, SITE_FACTOR).map((purse) => ({
      ...purse,
      windowMs: HOUR_MS,
    }));

  /**
   * Takes from all or from none; throws the rejection of the one that is empty for longest.
   * Resolves with what the first one has left.
   */
  const takeAll = async (
    wanted: readonly [Purse, points: number, message?: string][],
  ): Promise<number> => {
    const all = await Promise.all(
      wanted.map(async ([purse, points, message]) => {
        const taken = await limiter.take(purse.key, points, purse.perWindow, purse.windowMs);
        return { ...taken, purse, points, message };
      }),
    );
    const worst = all.reduce((one, other) => (other.waitMs > one.waitMs ? other : one));
    if (worst.waitMs === 0) return all[0]!.available;
    for (const { waitMs, purse, points } of all)
      if (waitMs === 0) limiter.giveBack(purse.key, points, 0, purse.perWindow, purse.windowMs);
    throw limited(worst.waitMs, worst.message);
  };
  const check = (purses: readonly Purse[]) => {
    const waitMs = Math.max(...purses.map(({ key }) => limiter.waitOf(key)));
    if (waitMs > 0) throw limited(waitMs);
  };
  const chargeRefused = (caller: Caller, workMs: number) => {
    const cost = Math.min(
      Math.max(REFUSED_COST, Math.ceil(workMs * REFUSED_COST_PER_MS)),
      REFUSED_COST_AT_MOST,
    );
    for (const { key, perWindow } of pursesOf(caller)) limiter.owe(key, cost, perWindow);
  };
  return {
    payerOf: (caller) => ownPurse(caller).key,
    check: (caller) => check(pursesOf(caller)),
    checkNetwork: (ip) => check(ceilings(ip)),
    async charge(caller, cost, extra, rootFields) {
      const logins = rootFields.filter((name) => LOGIN_FIELDS.has(name)).length;
      const accounts = rootFields.filter((name) => name === 'userRegister').length;
      const purses = pursesOf(caller);
      const capacity = purses[0]!.perWindow;
      const requested = Math.max(cost, 1);
      const available = await takeAll([
        ...purses.map((purse): [Purse, number] => [purse, requested + extra]),
        ...(logins > 0 ? loginPurses(caller).map((purse): [Purse, number] => [purse, logins]) : []),
        ...(accounts > 0
          ? accountPurses(caller).map((purse): [Purse, number, string] => [
              purse,
              accounts,
              TOO_MANY_ACCOUNTS,
            ])
          : []),
      ]);
      let isSettled = false;
      return {
        requested,
        available,
        capacity,
        restorePerSecond: Math.floor(capacity / 60),
        settle(actual) {
          const [taken, used] = [requested + extra, Math.max(actual, 1) + extra];
          if (isSettled) return;
          isSettled = true;
          for (const { key, perWindow } of purses) {
            if (used <= taken) limiter.giveBack(key, taken, used, perWindow);
            else limiter.owe(key, used - taken, perWindow);
          }
        },
      };
    },
    chargeRefused,
    chargeUnread: (ip, bytes) =>
      chargeRefused({ principal: ANONYMOUS, ip, requestId: '' }, bytes / BYTES_PER_MS),
    async chargeVisit(ip, isLogin = false) {
      await takeAll([
        ...ceilings(ip).map((purse): [Purse, number] => [purse, VISIT_COST]),
        ...(isLogin ? loginsOf(ip).map((purse): [Purse, number] => [purse, 1]) : []),
      ]);
    },
  };
}

function limited(
  retryAfterMs: number,
  message = 'Too many requests; try again later.',
): RequestError {
  return new RequestError(429, 'RATE_LIMITED', message, { retryAfterMs, reason: 'budget' });
}

/**
 * The budget of the network of an address, and that of the larger one around it, which is so many
 * times as large.
 */
function around(ip: string, name: string, perWindow: number, factor: number): Purse[] {
  const site = siteOf(ip);
  return [
    { key: `${name}:${networkOf(ip)}`, perWindow },
    ...(site ? [{ key: `${name}:site:${site}`, perWindow: perWindow * factor }] : []),
  ];
}
