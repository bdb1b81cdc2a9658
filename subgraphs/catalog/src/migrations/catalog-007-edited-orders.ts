import { SubgraphMigration } from '@emporium/db/platform-migration';

/** An order takes a variant once, and once more with each change of it by staff. */
export class Catalog007EditedOrders extends SubgraphMigration {
  override change(): void {
    this.addSql(`drop index stock_movement_order`);
    this.addSql(
      `create unique index stock_movement_order on stock_movement (order_id, variant_id, type, coalesce(source, '')) where order_id is not null and type <> 'RETURN'`,
    );
  }
}
