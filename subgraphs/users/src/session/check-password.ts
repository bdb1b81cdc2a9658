import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { UserError } from '@emporium/graphql/user-errors';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isOutdatedHash, type Argon } from '../password/password-hasher.js';
import { isTooLong, normalizedPassword } from '../password/password-rule.js';
import type { UsersCtx } from '../services.js';
import { accountLocked, invalidCredentials } from '../user/user.errors.js';
import { loginThrottle } from './login-throttle.js';

/** A checked password: whose, and the stored hash it was checked against. */
export type PasswordCheck = { userId: string; passwordHash: string; error?: never } | { error: UserError };

interface Account {
  id: string;
  status: string;
  password_hash: string;
}

/**
 * Checks e-mail address (normalised; undefined when unusable) and password inside a hasher slot, and counts failures. Wrong password,
 * unknown address and blocked account take the same path: one look-up, one verify, one audit row.
 */
export async function checkPassword(ctx: UsersCtx, argon: Argon, email: string | undefined, password: string): Promise<PasswordCheck> {
  if (isTooLong(password)) return { error: invalidCredentials() };
  const throttle = loginThrottle(ctx, email ?? 'unusable');
  const lockedUntil = await throttle.lockedUntil();
  if (lockedUntil) return { error: accountLocked(lockedUntil) };

  const [account] = await sqlRows<Account>(
    ctx.em,
    'select u.id, u.status, c.password_hash from users.app_user u join users.credential c on c.user_id = u.id where u.email = ?',
    [email ?? ''],
  );
  const matches = await argon.verify(account?.password_hash, normalizedPassword(password));
  if (!account || !matches || account.status !== 'ACTIVE') {
    const lockedNow = await throttle.failed();
    await recordSecurityEvent(ctx, { type: lockedNow ? 'LOGIN_LOCKED' : 'LOGIN_FAILED', userId: account?.id });
    return { error: invalidCredentials() };
  }
  await throttle.succeeded();
  return { userId: account.id, passwordHash: await upgradedHash(ctx, argon, account, password) };
}

/** Hashes made with older parameters are replaced while the password is at hand. */
async function upgradedHash(ctx: UsersCtx, argon: Argon, account: Account, password: string): Promise<string> {
  if (!isOutdatedHash(account.password_hash)) return account.password_hash;
  const hash = await argon.hash(normalizedPassword(password));
  const changed = await sqlRun(ctx.em, 'update users.credential set password_hash = ? where user_id = ? and password_hash = ?', [
    hash,
    account.id,
    account.password_hash,
  ]);
  return changed === 1 ? hash : account.password_hash;
}
