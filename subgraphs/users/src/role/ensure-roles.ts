import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Makes sure that the built-in roles exist; any number of replicas may start at once. ADMIN always
 * holds every permission, also those that came with an update; the others keep what the shop's
 * staff made of them.
 */
export async function ensureRoles(ctx: Ctx): Promise<void> {
  for (const [name, permissions] of Object.entries(BUILT_IN_ROLES)) {
    await query(ctx)
      .insertInto('Role')
      .values({ id: newId('role'), name, permissions: [...permissions], isBuiltIn: true })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet((eb) => ({
            permissions: eb.ref('excluded.permissions'),
            isBuiltIn: true,
            version: eb('Role.version', '+', 1),
            updatedAt: sql<Date>`now()`,
          }))
          .where('Role.name', '=', 'ADMIN')
          .whereRef('Role.permissions', '<>', 'excluded.permissions'),
      )
      .execute();
  }
}
