import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What a line of the ledger about returned units stems from, so that it is written once. */
export class Catalog005Restock extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table stock_movement add column source text`);
    this.addSql(
      `create unique index stock_movement_return on stock_movement (order_id, variant_id, source) where type = 'RETURN' and order_id is not null`,
    );
  }
}
