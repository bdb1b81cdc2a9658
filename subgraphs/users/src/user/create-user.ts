import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { once } from '@emporium/platform/once';
import { isId } from '../input/is-id.js';
import { argonOf } from '../password/argon-of.js';
import { builtInRoleId } from '../role/find-roles.js';
import { assertHolds } from '../role/may-grant.js';
import { Role } from '../role/role.entity.js';
import { requireFresh } from '../session/require-fresh.js';
import { insertUser } from './insert-user.js';
import { User } from './user.entity.js';
import { emailTaken } from './user.errors.js';
import { newAccount, type UserCreateArgs } from './user.inputs.js';
import type { UserAnswer } from './user.payload.js';

/**
 * Makes an account for somebody else. Throws FORBIDDEN when its role holds a permission that the
 * caller does not.
 */
export async function createUser(ctx: Ctx, input: UserCreateArgs): Promise<UserAnswer> {
  const { email, password, firstName, lastName } = checked(newAccount, input);
  const roleId = input.roleId ?? (await builtInRoleId(ctx, 'CUSTOMER'));
  const role = isId('role', roleId) ? await ctx.em.findOne(Role, roleId) : null;
  if (!role) throw new Rejection(notFound('There is no such role.', ['roleId']));
  assertHolds(ctx, role.permissions);
  // An account that may do something is a role handed out.
  if (role.permissions.length > 0) await requireFresh(ctx);
  const passwordHash = await argonOf(ctx).hash(password);
  const account = { email, roleId, firstName: firstName ?? null, lastName: lastName ?? null };
  // The password stays out of the stored request: its plain sha256 would be easy to try.
  const created = await once(
    ctx,
    { operation: 'userCreate', key: input.idempotencyKey, request: account },
    async () => {
      const user = await insertUser(ctx, { ...account, passwordHash });
      if (!user) throw new Rejection(emailTaken());
      await recordSecurityEvent(ctx, {
        type: 'USER_CREATED',
        userId: user.id,
        detail: { role: role.name },
      });
      return { id: user.id };
    },
  );
  return { user: await ctx.em.findOne(User, created.id) };
}
