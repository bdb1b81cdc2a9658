import { can } from '@emporium/auth/principal';
import { forbidden } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import type { User } from '../user/user.entity.js';
import { Role } from './role.entity.js';

/**
 * Nobody hands out, takes away or edits a permission he does not hold himself: that closes every
 * way of raising oneself (own role, a new role, somebody else's account). Throws FORBIDDEN.
 */
export function assertHolds(ctx: Ctx, permissions: readonly string[]): void {
  if (!permissions.every((permission) => can(ctx.principal, permission))) throw forbidden();
}

/** Refuses to touch the account of somebody who may do more than the caller. Throws FORBIDDEN. */
export async function assertMayManage(ctx: Ctx, user: User): Promise<void> {
  const role = await ctx.em.findOneOrFail(Role, user.roleId);
  assertHolds(ctx, role.permissions);
}
