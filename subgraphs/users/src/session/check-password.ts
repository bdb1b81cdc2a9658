import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { isOutdatedHash, type Argon } from '../password/password-hasher.js';
import { isTooLong, normalizedPassword } from '../password/password-rule.js';
import { query } from '../tables.js';
import { accountLocked, invalidCredentials } from '../user/user.errors.js';
import { isKnownDevice } from './is-known-device.js';
import { loginThrottle } from './login-throttle.js';

/** A checked password: whose, and the stored hash it was checked against. */
export type PasswordCheck =
  { userId: string; passwordHash: string; error?: never } | { error: UserError };

/**
 * Checks e-mail address (normalised; undefined when unusable) and password, and counts failures.
 * Wrong password, unknown address and blocked account take the same path: one look-up, one verify,
 * one audit row. Throws RATE_LIMITED when too many passwords are waiting.
 */
export async function checkPassword(
  ctx: Ctx,
  email: string | undefined,
  password: string,
): Promise<PasswordCheck> {
  if (isTooLong(password)) return { error: invalidCredentials() };
  const throttle = loginThrottle(ctx, email ?? 'unusable');
  const lockedUntil = await throttle.lockedUntil(() => isKnownDevice(ctx, email ?? ''));
  if (lockedUntil) return { error: accountLocked(lockedUntil) };

  const argon = argonOf(ctx);
  const account = await findAccount(ctx, email ?? '');
  const matches = await argon.verify(account?.passwordHash, normalizedPassword(password));
  if (!account || !matches || account.status !== 'ACTIVE') {
    const lockedNow = await throttle.failed();
    await recordSecurityEvent(ctx, {
      type: lockedNow ? 'LOGIN_LOCKED' : 'LOGIN_FAILED',
      userId: account?.id,
    });
    return { error: invalidCredentials() };
  }
  await throttle.succeeded();
  return { userId: account.id, passwordHash: await upgradedHash(ctx, argon, account, password) };
}

function findAccount(ctx: Ctx, email: string) {
  return query(ctx)
    .selectFrom('User as u')
    .innerJoin('Credential as c', 'c.userId', 'u.id')
    .select(['u.id', 'u.status', 'c.passwordHash'])
    .where('u.email', '=', email)
    .executeTakeFirst();
}

/** Hashes made with older parameters are replaced while the password is at hand. */
async function upgradedHash(
  ctx: Ctx,
  argon: Argon,
  account: { id: string; passwordHash: string },
  password: string,
): Promise<string> {
  if (!isOutdatedHash(account.passwordHash)) return account.passwordHash;
  const hash = await argon.hash(normalizedPassword(password));
  const changed = await query(ctx)
    .updateTable('Credential')
    .set({ passwordHash: hash })
    .where('userId', '=', account.id)
    .where('passwordHash', '=', account.passwordHash)
    .executeTakeFirstOrThrow();
  return Number(changed.numUpdatedRows) === 1 ? hash : account.passwordHash;
}
