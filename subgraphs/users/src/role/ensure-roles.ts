import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { newId } from '@emporium/db/new-id';
import { sqlRun } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';

/**
 * Makes sure that the built-in roles exist; any number of replicas may start at once. ADMIN always holds every permission, also those
 * that came with an update; the others keep what the shop's staff made of them.
 */
export async function ensureRoles(ctx: UsersCtx): Promise<void> {
  for (const [name, permissions] of Object.entries(BUILT_IN_ROLES)) {
    await sqlRun(
      ctx.em,
      `insert into users.role (id, name, permissions, is_built_in) values (?, ?, ?::jsonb, true)
       on conflict (name) do update set permissions = excluded.permissions, is_built_in = true, version = role.version + 1, updated_at = now()
       where role.name = 'ADMIN' and role.permissions <> excluded.permissions`,
      [newId('role'), name, JSON.stringify(permissions)],
    );
  }
}
