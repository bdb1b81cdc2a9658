import type { Ctx } from '../context.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import { checkPassword, type PasswordCheck } from './check-password.js';

/**
 * Checks the password of the logged-in user again, before something that a stolen access token
 * alone must not do.
 */
export async function checkOwnPassword(ctx: Ctx, password: string): Promise<PasswordCheck> {
  const user = await findUser(ctx, ownId(ctx));
  return checkPassword(ctx, user?.email ?? undefined, password);
}
