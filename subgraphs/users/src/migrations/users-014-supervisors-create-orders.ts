import { SubgraphMigration } from '@emporium/db/platform-migration';
import { SUPERVISOR_BEFORE_EDITS } from './users-006-supervisors-edit-orders.js';

/** Supervisors prepare orders. A role that the shop's staff have changed keeps what it has. */
export class Users014SupervisorsCreateOrders extends SubgraphMigration {
  override change(): void {
    const before = JSON.stringify([...SUPERVISOR_BEFORE_EDITS, 'edit:order']);
    this.addSql(`update role
      set permissions = permissions || '["create:order"]'::jsonb, version = version + 1, updated_at = now()
      where name = 'SUPERVISOR' and is_built_in and permissions @> '${before}'::jsonb and permissions <@ '${before}'::jsonb`);
  }
}
