import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Notifications001Inbox extends SubgraphMigration {
  override change(): void {
    // user_id null = for everybody. One notification per event and recipient, however often the
    // event comes.
    this.addSql(`create table notification (
      id text primary key,
      event_id text not null unique,
      user_id text,
      kind text not null,
      order_id text,
      product_id text,
      created_at timestamptz not null default now(),
      read_at timestamptz)`);
    this.addSql(
      'create index notification_inbox on notification (user_id, created_at desc, id desc)',
    );
    this.addSql(
      'create index notification_unread on notification (user_id, created_at desc, id desc) where read_at is null',
    );
    this.addSql(`create table recipient (
      user_id text primary key,
      email text,
      display_name text,
      version integer not null,
      erased boolean not null default false)`);
    this.addSql(`create table mail (
      id text primary key,
      event_id text not null unique,
      user_id text not null,
      template text not null,
      fields jsonb not null,
      due_at timestamptz not null default now(),
      attempts integer not null default 0,
      sent_at timestamptz,
      failed_at timestamptz,
      error text)`);
    this.addSql(
      'create index mail_due on mail (due_at) where sent_at is null and failed_at is null',
    );
  }
}
