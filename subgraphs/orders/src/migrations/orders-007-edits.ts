import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Changes of paid orders by staff, each with the log of its saga, and what the payments of an order
 * have covered, so that it is known what is to be paid after a change.
 */
export class Orders007Edits extends SubgraphMigration {
  override change(): void {
    // total + edit_refunded is what all payments come to; what of it is not covered is due.
    this.addSql(`alter table orders
      add column covered bigint not null default 0 check (covered >= 0),
      add column edited_by bigint not null default 0,
      add column edit_refunded bigint not null default 0 check (edit_refunded >= 0),
      add column payment_round integer not null default 0`);
    this.addSql(`update orders set covered = total where paid_at is not null`);
    this.addSql(`alter table order_line add column fixed_price bigint check (fixed_price >= 0)`);
    this.addSql(`create table order_edit (
      id text primary key,
      order_id text not null references orders (id),
      status text not null check (status in ('OPEN', 'APPLIED', 'REFUSED')),
      expected_version integer not null,
      expected_total bigint,
      changes jsonb not null,
      note text,
      actor text not null,
      difference bigint not null default 0,
      document jsonb,
      settled boolean not null default false,
      rejection jsonb,
      next_check_at timestamptz,
      give_up_at timestamptz not null,
      created_at timestamptz not null default now(),
      applied_at timestamptz)`);
    this.addSql(`create index order_edit_order on order_edit (order_id, id)`);
    this.addSql(`create index order_edit_open on order_edit (next_check_at) where status = 'OPEN'`);
  }
}
