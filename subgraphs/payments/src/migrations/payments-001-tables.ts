import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What is known of orders, payment attempts and refunds. */
export class Payments001Tables extends SubgraphMigration {
  override change(): void {
    // One row per order: the aggregate root whose version orders the payment events of that order.
    this.addSql(`create table payable (
      order_id text primary key,
      version integer not null default 0,
      user_id text,
      cancelled boolean not null default false)`);
    this.addSql(`create table payment (
      id text primary key,
      order_id text not null references payable (order_id),
      attempt integer not null,
      status text not null check (status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'FAILED', 'VOIDED')),
      amount bigint not null check (amount >= 0),
      refunded bigint not null default 0 check (refunded between 0 and amount),
      currency char(3) not null,
      provider text not null,
      provider_key text not null unique,
      provider_ref text,
      client_secret text,
      failure_code text,
      next_poll_at timestamptz,
      polls integer not null default 0,
      created_at timestamptz not null default now(),
      captured_at timestamptz,
      unique (order_id, attempt))`);
    this.addSql(
      `create unique index payment_one_captured on payment (order_id) where status = 'CAPTURED'`,
    );
    // At most one attempt can still end in money: a second one could charge twice.
    this.addSql(
      `create unique index payment_one_live on payment (order_id) where status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED')`,
    );
    this.addSql(
      `create index payment_open on payment (next_poll_at) where next_poll_at is not null`,
    );
    this.addSql(`create index payment_ref on payment (provider, provider_ref)`);
    this.addSql(`create table refund (
      id text primary key,
      payment_id text not null references payment (id),
      amount bigint not null check (amount > 0),
      currency char(3) not null,
      reason text,
      automatic boolean not null,
      status text not null default 'PENDING' check (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
      provider_key text not null unique,
      provider_ref text,
      next_try_at timestamptz default now(),
      tries integer not null default 0,
      created_at timestamptz not null default now())`);
    this.addSql(`create index refund_payment on refund (payment_id)`);
    this.addSql(`create index refund_open on refund (next_try_at) where status = 'PENDING'`);
  }
}
