import type { GatewayLimits } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import { Refusal } from '../request/refusal.js';
import type { RateLimiter } from './rate-limiter.js';

/** Root fields that test a secret: they have a budget of their own, whatever they cost. */
const LOGIN_FIELDS = new Set([
  'userLogin',
  'userRegister',
  'userMfaVerify',
  'passwordReset',
  'passwordResetRequest',
  'emailVerify',
  'orderByToken',
]);
/** What a refused document takes from the budget: checking it was work too. */
const REFUSED_COST = 20;

/** Budgets of callers. A user has an own one, so that users behind one address do not starve each other. */
export interface Budgets {
  /** Refuses (429) a caller known to be out of budget, before any work. */
  check(caller: Caller): void;
  /** Takes the cost of an operation; throws Refusal (429). */
  charge(caller: Caller, cost: number, rootFields: readonly string[]): Promise<void>;
  chargeRefused(caller: Caller): void;
}

/** Makes the budgets. */
export function budgets(limiter: RateLimiter, limits: GatewayLimits): Budgets {
  return {
    check(caller) {
      const wait = limiter.waitOf(keyOf(caller));
      if (wait > 0) throw limited(wait);
    },
    async charge(caller, cost, rootFields) {
      const logins = rootFields.filter((name) => LOGIN_FIELDS.has(name)).length;
      const waits = await Promise.all([
        limiter.take(keyOf(caller), Math.max(cost, 1), budgetOf(caller, limits)),
        logins > 0 ? limiter.take(`login:${caller.ip}`, logins, limits.loginsPerMinutePerIp) : 0,
      ]);
      const wait = Math.max(...waits);
      if (wait > 0) throw limited(wait);
    },
    chargeRefused(caller) {
      void limiter.take(keyOf(caller), REFUSED_COST, budgetOf(caller, limits));
    },
  };
}

function limited(retryAfterMs: number): Refusal {
  return new Refusal(429, 'RATE_LIMITED', 'Too many requests; try again later.', { retryAfterMs, reason: 'budget' });
}

const keyOf = ({ principal, ip }: Caller) => (principal.sub ? `user:${principal.sub}` : `ip:${ip}`);
const budgetOf = ({ principal }: Caller, limits: GatewayLimits) =>
  principal.sub ? limits.costPerMinutePerUser : limits.costPerMinutePerIp;
