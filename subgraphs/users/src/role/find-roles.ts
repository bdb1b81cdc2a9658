import { can } from '@emporium/auth/principal';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { Role } from './role.entity.js';

/** Loads roles in the order of the ids; callers check who may see them. */
export async function loadRoles(ctx: Ctx, ids: readonly string[]): Promise<(Role | null)[]> {
  const wanted = [...new Set(ids)].filter((id) => isId('role', id));
  const found = wanted.length === 0 ? [] : await ctx.em.find(Role, { id: { $in: wanted } });
  return inKeyOrder(ids, found, (role) => role.id);
}

/** Answers references to roles: null without read:role. */
export async function resolveRoles(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(Role | null)[]> {
  if (!can(ctx.principal, 'read:role')) return references.map(() => null);
  return loadRoles(ctx, idsOf(references));
}

/** The id of a built-in role. Throws when the roles were never seeded. */
export async function builtInRoleId(
  ctx: Ctx,
  name: 'ADMIN' | 'SUPERVISOR' | 'CUSTOMER',
): Promise<string> {
  const role = await ctx.em.findOneOrFail(Role, { name });
  return role.id;
}
