import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Orders with their lines, history, shipments and returns, and the replicas of products and users.
 */
export class Orders001Tables extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table orders (
      id text primary key,
      status text not null check (status in ('PLACING', 'REJECTED', 'PENDING', 'PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
      version integer not null default 0,
      history_count integer not null default 0,
      number text unique,
      user_id text,
      is_guest boolean not null,
      cart_id_hash text not null,
      cart_version integer not null,
      currency char(3) not null,
      expected_total bigint not null,
      subtotal bigint not null default 0,
      discount bigint not null default 0,
      shipping bigint not null default 0,
      tax bigint not null default 0,
      total bigint not null default 0,
      tax_lines jsonb not null default '[]',
      contact_name text,
      contact_email text,
      shipping_address jsonb,
      billing_address jsonb,
      rejection jsonb,
      payment_id text,
      next_check_at timestamptz,
      give_up_at timestamptz not null,
      cancel_requested_at timestamptz,
      created_at timestamptz not null default now(),
      placed_at timestamptz,
      expires_at timestamptz not null,
      paid_at timestamptz,
      cancelled_at timestamptz,
      check (status in ('PLACING', 'REJECTED') or (number is not null and placed_at is not null)))`);
    // Two tabs with one cart make one order.
    this.addSql(
      `create unique index orders_one_per_cart on orders (cart_id_hash, cart_version) where status not in ('CANCELLED', 'REJECTED')`,
    );
    this.addSql(
      `create index orders_placed on orders (placed_at desc, id desc) where placed_at is not null`,
    );
    this.addSql(
      `create index orders_of_user on orders (user_id, placed_at desc, id desc) where placed_at is not null`,
    );
    this.addSql(`create index orders_placing on orders (next_check_at) where status = 'PLACING'`);
    this.addSql(`create index orders_unpaid on orders (expires_at) where status = 'PENDING'`);
    this.addSql(`create table order_line (
      id text primary key,
      order_id text not null references orders (id),
      position integer not null,
      variant_id text not null,
      product_id text,
      quantity integer not null check (quantity > 0),
      sku text,
      product_name text,
      variant_name text,
      image_asset_id text,
      unit_price bigint not null,
      discount bigint not null default 0,
      tax bigint not null default 0,
      total bigint not null,
      unique (order_id, variant_id))`);
    this.addSql(`create table order_history (
      order_id text not null references orders (id),
      seq integer not null,
      at timestamptz not null default now(),
      type text not null,
      from_status text,
      to_status text,
      actor text not null,
      note text,
      primary key (order_id, seq))`);
    this.addSql(`create table fulfillment (
      id text primary key,
      order_id text not null references orders (id),
      carrier text,
      tracking_number text,
      tracking_url text,
      shipped_at timestamptz,
      delivered_at timestamptz)`);
    this.addSql(`create index fulfillment_order on fulfillment (order_id)`);
    this.addSql(`create table return_request (
      id text primary key,
      order_id text not null references orders (id),
      status text not null default 'REQUESTED' check (status in ('REQUESTED', 'APPROVED', 'DECLINED', 'RECEIVED', 'CLOSED')),
      reason text not null,
      created_at timestamptz not null default now())`);
    this.addSql(`create index return_request_order on return_request (order_id)`);
    this.addSql(`create table return_line (
      return_id text not null references return_request (id),
      order_line_id text not null references order_line (id),
      quantity integer not null check (quantity > 0),
      restocked boolean not null default false,
      primary key (return_id, order_line_id))`);
    this.addSql(`create table denormalized_products (
      id text primary key,
      version integer not null,
      deleted boolean not null default false,
      sku text,
      name text,
      slug text,
      is_active boolean not null default false,
      variant_ids text[] not null default '{}',
      data jsonb)`);
    this.addSql(
      `create index denormalized_products_variants on denormalized_products using gin (variant_ids)`,
    );
    this.addSql(`create table denormalized_users (
      id text primary key,
      version integer not null,
      deleted boolean not null default false,
      email text,
      name text)`);
  }
}
