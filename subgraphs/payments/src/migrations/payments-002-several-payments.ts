import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Authorisations captured later, several payments of one order, offline methods, gift cards, disputes. */
export class Payments002SeveralPayments extends SubgraphMigration {
  override change(): void {
    // What the order costs, as orders said when it was paid last; null before it was asked.
    this.addSql(`alter table payable add column total bigint`);
    this.addSql(`create table gift_card (
      id text primary key,
      version integer not null default 1,
      code_hash text not null unique,
      last4 text not null,
      initial_amount bigint not null check (initial_amount > 0),
      balance bigint not null check (balance >= 0),
      currency char(3) not null,
      disabled boolean not null default false,
      expires_at timestamptz,
      note text,
      entry_count integer not null default 0,
      created_by text not null,
      created_at timestamptz(3) not null default now())`);
    this.addSql(`create table gift_card_entry (
      id text primary key,
      gift_card_id text not null references gift_card (id),
      seq integer not null,
      kind text not null check (kind in ('ISSUED', 'REDEEMED', 'REFUNDED')),
      amount bigint not null check (amount <> 0),
      balance_after bigint not null check (balance_after >= 0),
      payment_id text,
      refund_id text,
      actor text not null,
      created_at timestamptz not null default now(),
      unique (gift_card_id, seq))`);
    // One redemption per payment and one credit per refund, whatever repeats.
    this.addSql(
      `create unique index gift_card_entry_payment on gift_card_entry (payment_id) where kind = 'REDEEMED'`,
    );
    this.addSql(
      `create unique index gift_card_entry_refund on gift_card_entry (refund_id) where kind = 'REFUNDED'`,
    );
    this.addSql(`alter table payment
      add column kind text not null default 'PROVIDER' check (kind in ('PROVIDER', 'GIFT_CARD', 'OFFLINE')),
      add column method text,
      add column gift_card_id text references gift_card (id),
      add column capture_later boolean not null default false,
      add column captured bigint not null default 0,
      add column authorization_expires_at timestamptz,
      add column release_requested boolean not null default false,
      add column dispute_status text check (dispute_status in ('OPEN', 'WON', 'LOST'))`);
    this.addSql(
      `update payment set captured = amount where status in ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED')`,
    );
    this.addSql(
      `alter table payment add constraint payment_captured_check check (captured between 0 and amount)`,
    );
    this.addSql(
      `alter table payment add constraint payment_returned_check check (refunded <= captured)`,
    );
    // A gift card pays at once and locally; beside it at most one payment can still end in money.
    this.addSql(`drop index payment_one_captured`);
    this.addSql(`drop index payment_one_live`);
    this.addSql(
      `create unique index payment_one_live on payment (order_id) where kind <> 'GIFT_CARD' and status in ('PENDING', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED')`,
    );
    this.addSql(
      `create index payment_lapses on payment (authorization_expires_at) where status = 'AUTHORIZED' and authorization_expires_at is not null`,
    );
    this.addSql(`create table capture (
      id text primary key,
      payment_id text not null references payment (id),
      amount bigint not null check (amount > 0),
      reason text not null,
      status text not null default 'PENDING' check (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
      provider_key text not null unique,
      next_try_at timestamptz default now(),
      tries integer not null default 0,
      created_at timestamptz not null default now())`);
    this.addSql(`create index capture_payment on capture (payment_id)`);
    this.addSql(`create index capture_open on capture (next_try_at) where status = 'PENDING'`);
    this.addSql(`create table dispute (
      id text primary key,
      payment_id text not null references payment (id),
      provider_ref text not null unique,
      status text not null check (status in ('OPEN', 'WON', 'LOST')),
      amount bigint not null check (amount >= 0),
      currency char(3) not null,
      reason text,
      opened_at timestamptz not null default now(),
      closed_at timestamptz)`);
    this.addSql(`create index dispute_payment on dispute (payment_id)`);
  }
}
