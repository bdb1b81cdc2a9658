import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Whose erasure waits for an order to be sent. The column is empty again once the address is, so
 * that nothing ties the orders of an erased person together for longer than that needs.
 */
export class Orders008ErasingUser extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table orders add column erasing_user_id text');
    this.addSql(
      'create index orders_erasing on orders (erasing_user_id) where erasing_user_id is not null',
    );
  }
}
