import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Stock with its ledger, and reservations. The checks are the last line of defence against
 * overselling.
 */
export class Catalog002Stock extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table stock (
      variant_id text primary key references product_variant (id),
      on_hand integer not null default 0 check (on_hand >= 0),
      reserved integer not null default 0 check (reserved >= 0),
      version integer not null default 0,
      check (reserved <= on_hand))`);
    // seq gives the ledger of a variant its order; ids made in one millisecond have none.
    this.addSql(`create table stock_movement (
      seq bigserial primary key,
      id text not null unique,
      variant_id text not null references product_variant (id),
      type text not null check (type in ('INITIAL_STOCK', 'ADMIN_UPDATE', 'ORDER', 'ADJUSTMENT', 'ORDER_CANCELLED', 'RESERVATION', 'RESERVATION_RELEASED', 'RETURN')),
      change integer not null,
      reserved_change integer not null,
      balance_after integer not null check (balance_after >= 0),
      reserved_after integer not null check (reserved_after >= 0),
      reason text,
      actor text,
      order_id text,
      created_at timestamptz(3) not null default now())`);
    this.addSql(`create index stock_movement_variant on stock_movement (variant_id, seq)`);
    // An order reserves, takes, releases or returns a variant at most once; goods sent back
    // (RETURN) may come in parts.
    this.addSql(
      `create unique index stock_movement_order on stock_movement (order_id, variant_id, type) where order_id is not null and type <> 'RETURN'`,
    );

    this.addSql(`create table reservation (
      order_id text primary key,
      id text not null unique,
      state text not null check (state in ('HELD', 'CONFIRMED', 'RELEASED')),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null default now(),
      confirmed_at timestamptz(3),
      released_at timestamptz(3),
      asked_at timestamptz(3))`);
    this.addSql(`create index reservation_held on reservation (expires_at) where state = 'HELD'`);
    // The quote is kept with the hold: a repeated call gets the same prices, whatever they are by
    // then.
    this.addSql(`create table reservation_line (
      order_id text not null references reservation (order_id),
      variant_id text not null references product_variant (id),
      quantity integer not null check (quantity > 0),
      unit_price bigint not null,
      currency char(3) not null,
      product_name text not null,
      variant_name text not null,
      sku text not null,
      image_asset_id text,
      primary key (order_id, variant_id))`);
  }
}
