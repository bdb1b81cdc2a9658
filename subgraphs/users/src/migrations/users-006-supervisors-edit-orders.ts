import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What a SUPERVISOR may do as the shop gave it before paid orders could be changed. */
export const SUPERVISOR_BEFORE_EDITS = [
  'read:user',
  'read:product',
  'read:category',
  'read:stock',
  'read:media',
  'read:order',
  'read:return',
  'read:payment',
  'read:gift_card',
  'read:webhook',
  'read:pricing',
  'create:product',
  'update:product',
  'create:category',
  'update:category',
  'create:media',
  'update:media',
  'update:stock',
  'update:order',
  'fulfill:order',
  'update:return',
  'refund:payment',
  'create:pricing',
  'update:pricing',
];

/** Supervisors change paid orders. A role that the shop's staff have changed keeps what it has. */
export class Users006SupervisorsEditOrders extends SubgraphMigration {
  override change(): void {
    const before = JSON.stringify(SUPERVISOR_BEFORE_EDITS);
    this.addSql(`update role
      set permissions = permissions || '["edit:order"]'::jsonb, version = version + 1, updated_at = now()
      where name = 'SUPERVISOR' and is_built_in and permissions @> '${before}'::jsonb and permissions <@ '${before}'::jsonb`);
  }
}
