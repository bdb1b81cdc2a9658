import { checked } from '@emporium/graphql/checked';
import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { builtInRoleId } from '../role/find-roles.js';
import type { Ctx } from '../context.js';
import { changeUser } from '../user/change-user.js';
import { insertUser } from '../user/insert-user.js';
import { User, UserStatus } from '../user/user.entity.js';
import { newAccount } from '../user/user.inputs.js';
import type { AdminArgs } from './admin-command.js';

/**
 * Makes an administrator: a new account with the password, or, with `promote`, an account that
 * exists. Repeating it changes nothing. Returns lines for the operator; throws with what to do
 * otherwise.
 */
export async function createAdmin(ctx: Ctx, args: AdminArgs): Promise<string[]> {
  const { email, promote } = args;
  const roleId = await builtInRoleId(ctx, 'ADMIN');
  const found = await ctx.em.findOne(User, { email });
  if (found?.roleId === roleId)
    return [`${email} is an administrator already; nothing was changed.`, ...hints(found, ctx)];
  if (found && !promote)
    throw new Error(
      `${email} has an account that is no administrator. Repeat with --promote to make it one; its password stays.`,
    );
  if (found) return promoteUser(ctx, found, roleId, args);
  if (promote) throw new Error(`there is no account ${email}. Leave out --promote to make one.`);
  return insertAdmin(ctx, roleId, args);
}

async function insertAdmin(
  ctx: Ctx,
  roleId: string,
  { email, password, by }: AdminArgs,
): Promise<string[]> {
  const accepted = checked(newAccount, { email, password: password ?? '' });
  const passwordHash = await argonOf(ctx).hash(accepted.password);
  const user = await inTransaction(ctx, async () => {
    // The operator vouches for the address.
    const made = await insertUser(ctx, { email, passwordHash, roleId, emailVerified: true });
    if (made)
      await recordSecurityEvent(ctx, {
        type: 'USER_CREATED',
        userId: made.id,
        detail: { role: 'ADMIN', operator: by },
      });
    return made;
  });
  if (!user)
    throw new Error(
      `somebody else has just made the account ${email}: look with npm run admin -- list`,
    );
  return [`${email} is an administrator now (${user.id}).`, ...hints(user, ctx)];
}

async function promoteUser(
  ctx: Ctx,
  { id }: User,
  roleId: string,
  { email, by }: AdminArgs,
): Promise<string[]> {
  const user = await inTransaction(ctx, async () => {
    const changed = await changeUser(ctx, id, { roleId });
    if (!changed) return undefined;
    await outdateTokens(ctx, { userId: id });
    await recordSecurityEvent(ctx, {
      type: 'ROLE_ASSIGNED',
      userId: id,
      detail: { role: 'ADMIN', operator: by },
    });
    return changed;
  });
  await tryPublishRevocations(ctx);
  if (!user) throw new Error(`the account ${email} was erased meanwhile`);
  return [
    `${email} is an administrator now (${id}); its password stays as it was.`,
    ...hints(user, ctx),
  ];
}

function hints(user: User, ctx: Ctx): string[] {
  if (user.status === UserStatus.BLOCKED)
    return [`The account is blocked: npm run admin -- unlock --email ${user.email}`];
  return [
    `Next: log in at ${ctx.config.publicUrl}/graphql with the mutation userLogin, then npm run doctor.`,
  ];
}
