import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What orders asked to have returned, so that a repeat asks for nothing more. */
export class Payments003RefundRequests extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table refund_request (
      id text primary key,
      order_id text not null,
      amount bigint not null check (amount > 0),
      currency char(3) not null,
      reason text not null,
      placed bigint not null default 0,
      created_at timestamptz not null default now(),
      check (placed between 0 and amount))`);
    this.addSql(`create index refund_request_order on refund_request (order_id)`);
    this.addSql(`create index refund_request_open on refund_request (id) where placed < amount`);
  }
}
