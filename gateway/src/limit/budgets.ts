import { networkOf, siteOf } from '@emporium/platform/http/network-of';
import type { GatewayLimits } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import { Refusal } from '../request/refusal.js';
import type { RateLimiter } from './rate-limiter.js';

/** Root fields that test a secret or take a password: they have a budget of their own, whatever they cost. */
export const LOGIN_FIELDS: ReadonlySet<string> = new Set([
  'userLogin',
  'userEmailChange',
  'userPasswordChange',
  'userErase',
  'userRegister',
  'userMfaVerify',
  'passwordReset',
  'passwordResetRequest',
  'emailVerify',
  'orderByToken',
]);
/** What a refused document takes from the budget at least, for each millisecond of checking it, and at most: a pause of the machine is no work. */
const REFUSED_COST = 20;
const REFUSED_COST_PER_MS = 20;
const REFUSED_COST_AT_MOST = 5_000;

/** Of IPv6 each network has 65,535 neighbours that may be the same customer's: together they have this many times its budget. */
const SITE_FACTOR = 8;

/** What an operation took from its caller's budget. */
export interface Charge {
  /** Static cost of the operation. */
  requested: number;
  /** Points left after it, points of a full budget, and points that come back each second. */
  available: number;
  capacity: number;
  restorePerSecond: number;
  /** Gives back what the operation did not need after all, or owes what it needed more; only the first call counts. */
  settle(actual: number): void;
}

/** Budgets of callers. A user has an own one, so that users behind one address do not starve each other. */
export interface Budgets {
  /** Refuses (429) a caller known to be out of budget, before any work. */
  check(caller: Caller): void;
  /** Takes the cost of an operation, and `extra` that never comes back; throws Refusal (429). */
  charge(caller: Caller, cost: number, extra: number, rootFields: readonly string[]): Promise<Charge>;
  /** Takes what refusing a document cost, or failing at it, from the milliseconds that it took. */
  chargeRefused(caller: Caller, workMs: number): void;
}

/** Makes the budgets. */
export function budgets(limiter: RateLimiter, limits: GatewayLimits): Budgets {
  return {
    check(caller) {
      const wait = limiter.waitOf(keyOf(caller));
      if (wait > 0) throw limited(wait);
    },
    async charge(caller, cost, extra, rootFields) {
      const logins = rootFields.filter((name) => LOGIN_FIELDS.has(name)).length;
      const key = keyOf(caller);
      const capacity = budgetOf(caller, limits);
      const requested = Math.max(cost, 1);
      const site = caller.principal.sub ? undefined : siteOf(caller.ip);
      const [taken, login, around] = await Promise.all([
        limiter.take(key, requested + extra, capacity),
        Promise.all(
          logins > 0 ? loginKeys(caller).map(([name, factor]) => limiter.take(name, logins, limits.loginsPerMinutePerIp * factor)) : [],
        ),
        site ? limiter.take(`site:${site}`, requested + extra, capacity * SITE_FACTOR) : undefined,
      ]);
      const wait = Math.max(taken.waitMs, around?.waitMs ?? 0, ...login.map(({ waitMs }) => waitMs));
      if (wait > 0) throw limited(wait);
      let isSettled = false;
      return {
        requested,
        available: taken.available,
        capacity,
        restorePerSecond: Math.floor(capacity / 60),
        settle(actual) {
          const [taken, used] = [requested + extra, Math.max(actual, 1) + extra];
          if (isSettled) return;
          isSettled = true;
          const keys: [string, number][] = [
            [key, capacity],
            ...(site ? [[`site:${site}`, capacity * SITE_FACTOR] as [string, number]] : []),
          ];
          for (const [name, perMinute] of keys) {
            if (used <= taken) limiter.giveBack(name, taken, used, perMinute);
            else limiter.owe(name, used - taken, perMinute);
          }
        },
      };
    },
    chargeRefused(caller, workMs) {
      const cost = Math.min(Math.max(REFUSED_COST, Math.ceil(workMs * REFUSED_COST_PER_MS)), REFUSED_COST_AT_MOST);
      limiter.owe(keyOf(caller), cost, budgetOf(caller, limits));
    },
  };
}

function limited(retryAfterMs: number): Refusal {
  return new Refusal(429, 'RATE_LIMITED', 'Too many requests; try again later.', { retryAfterMs, reason: 'budget' });
}

const keyOf = ({ principal, ip }: Caller) => (principal.sub ? `user:${principal.sub}` : `ip:${networkOf(ip)}`);
/** Whose budget of log-ins an operation takes from, and how many times the budget it is; a user cannot use up that of its neighbours. */
const loginKeys = ({ principal, ip }: Caller): [string, number][] => {
  if (principal.sub) return [[`login:user:${principal.sub}`, 1]];
  const site = siteOf(ip);
  return [[`login:${networkOf(ip)}`, 1], ...(site ? [[`login:site:${site}`, SITE_FACTOR] as [string, number]] : [])];
};
const budgetOf = ({ principal }: Caller, limits: GatewayLimits) =>
  principal.sub ? limits.costPerMinutePerUser : limits.costPerMinutePerIp;
