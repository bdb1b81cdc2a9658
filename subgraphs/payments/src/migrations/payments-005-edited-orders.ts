import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * An order that staff change after it was paid may have something to pay again: each such change
 * begins a round, and within a round at most one charge can end in money.
 */
export class Payments005EditedOrders extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table payable add column round integer not null default 0`);
    this.addSql(`alter table payment add column round integer not null default 0`);
    this.addSql(`drop index payment_one_live`);
    this.addSql(
      `create unique index payment_one_live on payment (order_id, round) where kind = 'PROVIDER' and status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED')`,
    );
    // Which wish of orders a refund belongs to; null: none.
    this.addSql(`alter table refund add column request_id text`);
  }
}
