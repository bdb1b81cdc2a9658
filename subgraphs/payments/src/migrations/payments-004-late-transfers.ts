import { SubgraphMigration } from '@emporium/db/platform-migration';

/** A transfer that comes after the order was paid by card is money, too: it is taken and given back. */
export class Payments004LateTransfers extends SubgraphMigration {
  override change(): void {
    this.addSql(`drop index payment_one_live`);
    // At most one charge can end in money; what comes without a provider is kept apart by the lock.
    this.addSql(
      `create unique index payment_one_live on payment (order_id) where kind = 'PROVIDER' and status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED')`,
    );
  }
}
