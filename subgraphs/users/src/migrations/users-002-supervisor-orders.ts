import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What a SUPERVISOR of the shop's first version may do. */
export const SUPERVISOR_BEFORE = [
  'read:user',
  'read:product',
  'read:category',
  'read:stock',
  'read:media',
  'read:order',
  'read:payment',
  'read:webhook',
  'create:product',
  'update:product',
  'create:category',
  'update:category',
  'create:media',
  'update:media',
  'update:stock',
  'update:order',
];
const ADDED = ['fulfill:order', 'read:return', 'update:return', 'refund:payment'];

/**
 * Supervisors send parcels, answer returns and refund. A role that the shop's staff have changed
 * keeps what they made of it: they add these permissions themselves.
 */
export class Users002SupervisorOrders extends SubgraphMigration {
  override change(): void {
    const before = JSON.stringify(SUPERVISOR_BEFORE);
    this.addSql(`update role
      set permissions = permissions || '${JSON.stringify(ADDED)}'::jsonb, version = version + 1, updated_at = now()
      where name = 'SUPERVISOR' and is_built_in and permissions @> '${before}'::jsonb and permissions <@ '${before}'::jsonb`);
  }
}
