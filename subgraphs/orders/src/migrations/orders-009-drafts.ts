import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Orders that staff prepare for buyers, and which orders came of them. */
export class Orders009Drafts extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table draft_order (
      id text primary key,
      version integer not null default 1,
      status text not null check (status in ('OPEN', 'SENT', 'CANCELLED', 'EXPIRED')),
      user_id text,
      guest_email text,
      lines jsonb not null,
      shipping_address jsonb not null,
      billing_address jsonb,
      shipping_method_id text,
      vat_number text,
      discount_codes text[] not null default '{}',
      note text,
      actor text not null,
      order_id text references orders (id),
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      check ((user_id is null) <> (guest_email is null)))`);
    this.addSql(`create index draft_order_open on draft_order (expires_at) where status = 'OPEN'`);
    this.addSql(`create index draft_order_user on draft_order (user_id, id)`);
    this.addSql(`create index draft_order_email on draft_order (lower(guest_email), id)`);
    // An order that came of a draft is not made by its buyer, and waits for the time of drafts.
    this.addSql(`alter table orders add column draft_id text, add column placed_by text`);
    this.addSql(`create index orders_draft on orders (draft_id) where draft_id is not null`);
  }
}
