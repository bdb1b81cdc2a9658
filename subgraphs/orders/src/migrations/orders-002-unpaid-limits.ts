import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Where an order came from, as a keyed hash, and quick ways to the open unpaid orders of a buyer.
 */
export class Orders002UnpaidLimits extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table orders add column origin_hash text`);
    for (const column of ['user_id', 'contact_email', 'origin_hash'])
      this.addSql(
        `create index orders_unpaid_by_${column} on orders (${column}) where status in ('PLACING', 'PENDING') and ${column} is not null`,
      );
  }
}
