import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What staff write about orders, by what they find them, and changes of many at once. */
export class Orders006Staff extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table orders add column tags text[] not null default '{}'`);
    this.addSql(`create index orders_tags on orders using gin (tags)`);
    this.addSql(`create index orders_by_email on orders (lower(contact_email) text_pattern_ops)`);
    this.addSql(`create index orders_by_name on orders (lower(contact_name) text_pattern_ops)`);
    this.addSql(
      String.raw`create index orders_by_last_name on orders (lower(regexp_replace(contact_name, '^.*\s', '')) text_pattern_ops)`,
    );
    this.addSql(`create table order_note (
      id text primary key,
      order_id text not null references orders (id),
      text text not null,
      actor text not null,
      created_at timestamptz not null default now())`);
    this.addSql(`create index order_note_order on order_note (order_id, id)`);
    this.addSql(`create table bulk_job (
      id text primary key,
      target text not null,
      actor text not null,
      total integer not null check (total > 0),
      created_at timestamptz not null default now())`);
    this.addSql(`create table bulk_item (
      job_id text not null references bulk_job (id),
      position integer not null,
      order_id text not null,
      status text not null default 'WAITING' check (status in ('WAITING', 'DONE', 'FAILED')),
      code text,
      message text,
      primary key (job_id, position))`);
    this.addSql(
      `create index bulk_item_waiting on bulk_item (job_id, position) where status = 'WAITING'`,
    );
  }
}
