import { forbidden } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { assertHolds } from './may-grant.js';
import { Role } from './role.entity.js';
import { roleChanges, type RoleUpdateArgs } from './role.inputs.js';
import { roleInUse, roleNameTaken, type RoleAnswer } from './role.payload.js';

const missing = () => new Rejection(notFound('There is no such role.', ['id']));

/**
 * Changes a role; its holders' access tokens are void at once, and their next refresh brings the
 * new permissions. Throws FORBIDDEN for ADMIN, for renaming a built-in role, and when the role
 * holds or would hold a permission that the caller does not.
 */
export async function updateRole(ctx: Ctx, input: RoleUpdateArgs): Promise<RoleAnswer> {
  const changes = checked(roleChanges, input);
  await requireFresh(ctx);
  if (!isId('role', input.id)) throw missing();
  const change = inTransaction(ctx, async (): Promise<RoleAnswer> => {
    const role = await ctx.em.findOne(Role, input.id, {
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
    });
    if (!role) throw missing();
    const name = changes.name ?? role.name;
    const permissions = changes.permissions ?? role.permissions;
    if (role.name === 'ADMIN' || (role.isBuiltIn && name !== role.name)) throw forbidden();
    assertHolds(ctx, [...role.permissions, ...permissions]);
    if (role.version !== input.expectedVersion) throw new Rejection(versionConflict(role.version));
    await ctx.em.nativeUpdate(Role, role.id, {
      name,
      permissions,
      requiresFactor: changes.requiresFactor ?? role.requiresFactor,
      version: role.version + 1,
      updatedAt: ctx.now(),
    });
    await outdateTokens(ctx, { roleId: role.id });
    await recordSecurityEvent(ctx, { type: 'ROLE_UPDATED', detail: { role: name, permissions } });
    return { role: await ctx.em.findOne(Role, role.id, { refresh: true }) };
  });
  const changed = await change.catch((error: unknown) => {
    throw error instanceof UniqueConstraintViolationException
      ? new Rejection(roleNameTaken())
      : error;
  });
  await tryPublishRevocations(ctx);
  return changed;
}

/**
 * Deletes a role that nobody has. Throws FORBIDDEN for a built-in one and for one that holds more
 * than the caller.
 */
export async function deleteRole(ctx: Ctx, id: string): Promise<RoleAnswer> {
  if (!isId('role', id)) throw missing();
  await requireFresh(ctx);
  return inTransaction(ctx, async () => {
    const role = await ctx.em.findOne(Role, id, {
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
    });
    if (!role) throw missing();
    if (role.isBuiltIn) throw forbidden();
    assertHolds(ctx, role.permissions);
    const deleted = await query(ctx)
      .deleteFrom('Role as r')
      .where('r.id', '=', id)
      .where((eb) =>
        eb.not(
          eb.exists(eb.selectFrom('User as u').select('u.id').whereRef('u.roleId', '=', 'r.id')),
        ),
      )
      .executeTakeFirstOrThrow();
    if (Number(deleted.numDeletedRows) === 0) throw new Rejection(roleInUse());
    await recordSecurityEvent(ctx, { type: 'ROLE_DELETED', detail: { role: role.name } });
    return { deletedId: id };
  });
}
