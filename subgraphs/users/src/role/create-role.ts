import { newId } from '@emporium/db/new-id';
import { parseInput } from '@emporium/graphql/parse-input';
import { invalidInput } from '@emporium/graphql/user-errors';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { createOnce } from '../input/create-once.js';
import type { UsersCtx } from '../services.js';
import { query } from '../tables.js';
import { assertHolds } from './may-grant.js';
import { Role } from './role.entity.js';
import { newRole, type RoleCreateArgs } from './role.inputs.js';
import { roleNameTaken, type RolePayload } from './role.payload.js';

/** Roles are listed without pages, so there is a bound. */
const MAX_ROLES = 100;

/** Creates a role. Throws FORBIDDEN when it would hold a permission that the caller does not. */
export async function createRole(ctx: UsersCtx, input: RoleCreateArgs): Promise<RolePayload> {
  const { idempotencyKey, ...request } = input;
  const parsed = parseInput(newRole, request);
  if (parsed.errors) return { userErrors: parsed.errors };
  const { name, permissions } = parsed.value;
  assertHolds(ctx, permissions);
  const created = await createOnce(ctx, { operation: 'roleCreate', key: idempotencyKey ?? null, request }, async () => {
    const count = await ctx.em.count(Role);
    if (count >= MAX_ROLES) return { userErrors: [invalidInput(`A shop has at most ${MAX_ROLES} roles.`)] };
    const inserted = await query(ctx)
      .insertInto('Role')
      .values({ id: newId('role'), name, permissions })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return { userErrors: [roleNameTaken()] };
    await recordSecurityEvent(ctx, { type: 'ROLE_CREATED', detail: { role: name, permissions } });
    return { id: inserted.id };
  });
  if (created.userErrors) return { userErrors: created.userErrors };
  return { role: await ctx.em.findOne(Role, created.id), userErrors: [] };
}
