import { parseInput } from '@emporium/graphql/parse-input';
import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { builtInRoleId } from '../role/find-roles.js';
import type { UsersCtx } from '../services.js';
import { answerWithSession } from '../session/answer-with-session.js';
import { requireTokensCanBeIssued } from '../session/issue-access-token.js';
import { openSession } from '../session/open-session.js';
import { insertUser } from './insert-user.js';
import { User } from './user.entity.js';
import { emailTaken } from './user.errors.js';
import { newAccount, type UserRegisterArgs } from './user.inputs.js';
import type { AuthPayload } from './user.payloads.js';

/** Makes a customer's account and logs it in. Throws RATE_LIMITED when too many passwords are being hashed already. */
export async function registerUser(ctx: UsersCtx, input: UserRegisterArgs): Promise<AuthPayload> {
  const parsed = parseInput(newAccount, input);
  if (parsed.errors) return { userErrors: parsed.errors };
  const { email, password, firstName, lastName } = parsed.value;
  // Before the costly hash; what decides is the unique index.
  if ((await ctx.em.count(User, { email })) > 0) return { userErrors: [emailTaken()] };
  const passwordHash = await argonOf(ctx).hash(password);
  await requireTokensCanBeIssued(ctx);
  const roleId = await builtInRoleId(ctx, 'CUSTOMER');
  const registered = await inTransaction(ctx, async () => {
    const user = await insertUser(ctx, { email, passwordHash, roleId, firstName: firstName ?? null, lastName: lastName ?? null });
    if (!user) return undefined;
    await recordSecurityEvent(ctx, { type: 'REGISTERED', userId: user.id });
    // Visible to this transaction alone, so nothing can have changed since.
    return { user, session: (await openSession(ctx, user.id, passwordHash))! };
  });
  return registered ? answerWithSession(ctx, registered.user.id, registered.session) : { userErrors: [emailTaken()] };
}
