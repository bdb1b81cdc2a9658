import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { builtInRoleId } from '../role/find-roles.js';
import { answerWithSession } from '../session/answer-with-session.js';
import { requireTokensCanBeIssued } from '../session/issue-access-token.js';
import { openSession } from '../session/open-session.js';
import { issueLink } from '../link/issue-link.js';
import { insertUser } from './insert-user.js';
import { User } from './user.entity.js';
import { emailTaken } from './user.errors.js';
import { newAccount, type UserRegisterArgs } from './user.inputs.js';
import type { AuthAnswer } from './user.payload.js';

/**
 * Makes a customer's account and logs it in. Throws RATE_LIMITED when too many passwords are being
 * hashed already.
 */
export async function registerUser(ctx: Ctx, input: UserRegisterArgs): Promise<AuthAnswer> {
  const { email, password, firstName, lastName } = checked(newAccount, input);
  // Before the costly hash; what decides is the unique index.
  if ((await ctx.em.count(User, { email })) > 0) throw new Rejection(emailTaken());
  const passwordHash = await argonOf(ctx).hash(password);
  await requireTokensCanBeIssued(ctx);
  const roleId = await builtInRoleId(ctx, 'CUSTOMER');
  const registered = await inTransaction(ctx, async () => {
    const user = await insertUser(ctx, {
      email,
      passwordHash,
      roleId,
      firstName: firstName ?? null,
      lastName: lastName ?? null,
    });
    if (!user) throw new Rejection(emailTaken());
    await issueLink(ctx, 'VERIFY_EMAIL', { userId: user.id, address: email });
    await recordSecurityEvent(ctx, { type: 'REGISTERED', userId: user.id });
    // Visible to this transaction alone, so nothing can have changed since.
    return { user, session: (await openSession(ctx, user.id, passwordHash))! };
  });
  return answerWithSession(ctx, registered.user.id, registered.session);
}
