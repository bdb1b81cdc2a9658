import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isKnownDevice } from '../session/is-known-device.js';
import { loginThrottle } from '../session/login-throttle.js';
import { accountLocked } from '../user/user.errors.js';
import { factorInvalid } from './factor.errors.js';

/** Whose factor is tried; `email` tells which devices the account knows. */
export interface FactorOwner {
  userId: string;
  email: string | null;
}

/**
 * Runs an attempt to prove a second factor, which answers undefined when the proof is wrong, and
 * counts failures like those of log-ins: per account and network, and slowly per account from
 * everywhere, which devices that the account knows do not feel. One account has few attempts
 * running at a time, so that no number of requests at once outruns the counters. Throws
 * ACCOUNT_LOCKED or FACTOR_INVALID, RATE_LIMITED for too many at once.
 */
export async function attemptFactor<T>(
  ctx: Ctx,
  { userId, email }: FactorOwner,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  return ctx.services.ownPassword(userId, async () => {
    const throttle = loginThrottle(ctx, `factor:${userId}`);
    const lockedUntil = await throttle.lockedUntil(() => isKnownDevice(ctx, email ?? ''));
    if (lockedUntil) throw new Rejection(accountLocked(lockedUntil));
    const proved = await attempt();
    if (proved === undefined) {
      const lockedNow = await throttle.failed();
      await recordSecurityEvent(ctx, {
        type: lockedNow ? 'FACTOR_LOCKED' : 'FACTOR_FAILED',
        userId,
      });
      throw new Rejection(factorInvalid());
    }
    await throttle.succeeded();
    return proved;
  });
}
