import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Categories, products, variants and images. Instants keep milliseconds, because cursors and events
 * carry no more.
 */
export class Catalog001Products extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table category (
      id text primary key,
      slug text not null unique,
      name text not null,
      parent_id text references category (id),
      position integer not null default 0,
      image_asset_id text,
      version integer not null default 1,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      check (parent_id <> id))`);
    this.addSql(`create index category_parent on category (parent_id, position, id)`);

    // Deleted products stay as rows: orders, ledger and reservations still point at their variants.
    this.addSql(`create table product (
      id text primary key,
      sku text not null,
      slug text not null,
      name text not null,
      description text,
      is_active boolean not null default true,
      attributes jsonb not null default '[]',
      min_price bigint not null default 0 check (min_price >= 0),
      max_price bigint not null default 0 check (max_price >= 0),
      currency char(3) not null,
      creator_id text,
      csv jsonb not null default '{}',
      version integer not null default 1,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      deleted_at timestamptz(3))`);
    this.addSql(`create unique index product_sku on product (sku) where deleted_at is null`);
    this.addSql(`create unique index product_slug on product (slug) where deleted_at is null`);
    // One index per sort, in the order of the keyset.
    this.addSql(
      `create index product_by_name on product (lower(name) collate "C", id) where deleted_at is null`,
    );
    this.addSql(
      `create index product_by_created on product (created_at, id) where deleted_at is null`,
    );
    this.addSql(
      `create index product_by_updated on product (updated_at, id) where deleted_at is null`,
    );
    this.addSql(
      `create index product_by_price on product (min_price, id) where deleted_at is null`,
    );
    this.addSql(`create index product_attributes on product using gin (attributes jsonb_path_ops)`);

    this.addSql(`create table product_category (
      product_id text not null references product (id),
      category_id text not null references category (id),
      position integer not null default 0,
      primary key (product_id, category_id))`);
    this.addSql(`create index product_category_category on product_category (category_id)`);

    this.addSql(`create table product_variant (
      id text primary key,
      product_id text not null references product (id),
      sku text not null,
      name text not null,
      position integer not null default 0,
      options jsonb not null default '[]',
      attributes jsonb not null default '[]',
      price bigint not null check (price >= 0),
      compare_at_price bigint check (compare_at_price >= 0),
      currency char(3) not null,
      barcode text,
      weight_grams integer check (weight_grams >= 0),
      csv jsonb not null default '{}',
      version integer not null default 1,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      deleted_at timestamptz(3))`);
    this.addSql(
      `create unique index product_variant_sku on product_variant (sku) where deleted_at is null`,
    );
    this.addSql(
      `create unique index product_variant_options on product_variant (product_id, options) where deleted_at is null and options <> '[]'::jsonb`,
    );
    this.addSql(
      `create index product_variant_product on product_variant (product_id, position, id) where deleted_at is null`,
    );

    this.addSql(`create table product_image (
      id text primary key,
      product_id text not null references product (id),
      asset_id text not null,
      alt text,
      position integer not null default 0,
      is_primary boolean not null default false,
      source text)`);
    this.addSql(`create unique index product_image_asset on product_image (product_id, asset_id)`);
    this.addSql(
      `create unique index product_image_primary on product_image (product_id) where is_primary`,
    );

    // Products whose category path changed; worked off in batches, so that renaming a large
    // category is no long transaction.
    this.addSql(
      `create table product_republish (product_id text primary key references product (id))`,
    );
  }
}
