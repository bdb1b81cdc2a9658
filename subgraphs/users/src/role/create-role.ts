import { newId } from '@emporium/db/new-id';
import { sqlRows } from '@emporium/db/sql';
import { parseInput } from '@emporium/graphql/parse-input';
import { invalidInput } from '@emporium/graphql/user-errors';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { createOnce } from '../input/create-once.js';
import type { UsersCtx } from '../services.js';
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
    const [count] = await sqlRows<{ n: number }>(ctx.em, 'select count(*)::integer as n from users.role');
    if (count!.n >= MAX_ROLES) return { userErrors: [invalidInput(`A shop has at most ${MAX_ROLES} roles.`)] };
    const inserted = await sqlRows<{ id: string }>(
      ctx.em,
      'insert into users.role (id, name, permissions) values (?, ?, ?::jsonb) on conflict (name) do nothing returning id',
      [newId('role'), name, JSON.stringify(permissions)],
    );
    if (!inserted[0]) return { userErrors: [roleNameTaken()] };
    await recordSecurityEvent(ctx, { type: 'ROLE_CREATED', detail: { role: name, permissions } });
    return { id: inserted[0].id };
  });
  if (created.userErrors) return { userErrors: created.userErrors };
  return { role: await ctx.em.findOne(Role, created.id), userErrors: [] };
}
