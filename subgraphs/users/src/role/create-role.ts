import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { once } from '@emporium/platform/once';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { assertHolds } from './may-grant.js';
import { Role } from './role.entity.js';
import { newRole, type RoleCreateArgs } from './role.inputs.js';
import { roleNameTaken, type RoleAnswer } from './role.payload.js';

/** Roles are listed without pages, so there is a bound. */
const MAX_ROLES = 100;

/** Creates a role. Throws FORBIDDEN when it would hold a permission that the caller does not. */
export async function createRole(ctx: Ctx, input: RoleCreateArgs): Promise<RoleAnswer> {
  const { idempotencyKey, ...request } = input;
  const { name, permissions, requiresFactor } = checked(newRole, request);
  await requireFresh(ctx);
  assertHolds(ctx, permissions);
  const created = await once(
    ctx,
    { operation: 'roleCreate', key: idempotencyKey, request },
    async () => {
      const count = await ctx.em.count(Role);
      if (count >= MAX_ROLES)
        throw new Rejection(invalidInput(`A shop has at most ${MAX_ROLES} roles.`));
      const inserted = await query(ctx)
        .insertInto('Role')
        .values({
          id: newId('role'),
          name,
          permissions,
          requiresFactor: requiresFactor ?? false,
        })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!inserted) throw new Rejection(roleNameTaken());
      await recordSecurityEvent(ctx, { type: 'ROLE_CREATED', detail: { role: name, permissions } });
      return { id: inserted.id };
    },
  );
  return { role: await ctx.em.findOne(Role, created.id) };
}
