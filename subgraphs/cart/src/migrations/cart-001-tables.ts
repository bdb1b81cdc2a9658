import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Carts of the embedded store, and cart's replica of product data. */
export class Cart001Tables extends SubgraphMigration {
  override change(): void {
    // id_hash: ORDER_PAID names a cart by the sha256 of its secret id.
    this.addSql(`create table cart (
      id text primary key,
      id_hash text not null unique,
      user_id text unique,
      version integer not null default 1,
      discount_codes text[] not null default '{}',
      taken_orders text[] not null default '{}',
      created_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
    this.addSql(`create index cart_expires_at on cart (expires_at)`);
    this.addSql(`create table cart_line (
      cart_id text not null references cart (id) on delete cascade,
      variant_id text not null,
      id text not null unique,
      position bigserial,
      quantity integer not null check (quantity > 0),
      price_minor bigint not null,
      price_currency char(3) not null,
      name text not null,
      sku text not null,
      primary key (cart_id, variant_id))`);
    this.addSql(`create index cart_line_variant on cart_line (variant_id)`);
    // A merged guest cart lives on as an alias: its merge may be repeated, and an order placed from
    // it may be paid later.
    this.addSql(`create table cart_alias (
      id_hash text primary key,
      cart_id text not null references cart (id) on delete cascade,
      has_lines boolean not null)`);
    this.addSql(`create index cart_alias_cart on cart_alias (cart_id)`);
    this.addSql(`create table product_replica (
      id text primary key,
      version integer not null,
      is_deleted boolean not null default false,
      is_active boolean not null,
      name text not null,
      image_asset_id text,
      variant_ids text[] not null,
      variants jsonb not null)`);
    this.addSql(`create index product_replica_variants on product_replica using gin (variant_ids)`);
    this.addSql(
      `create table stock_replica (variant_id text primary key, version integer not null, available integer not null)`,
    );
  }
}
