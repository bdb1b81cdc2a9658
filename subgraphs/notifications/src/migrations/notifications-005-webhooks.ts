import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Endpoints of other systems, what they are told, and how each telling fared. */
export class Notifications005Webhooks extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table webhook_endpoint (
      id text primary key,
      url text not null,
      description text,
      events jsonb not null,
      is_active boolean not null,
      is_customer_named boolean not null,
      secrets jsonb not null,
      version integer not null default 1,
      subscribed_since timestamptz not null,
      failures integer not null default 0,
      first_failed_at timestamptz,
      last_delivered_at timestamptz,
      switched_off_at timestamptz,
      notice_due_at timestamptz,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null)`);
    this.addSql(`create table webhook_event (
      id text primary key,
      type text not null,
      occurred_at timestamptz(3) not null,
      recorded_at timestamptz not null,
      data jsonb not null,
      customer_id text)`);
    // Ranges are replayed by when it happened, and what is old goes by when it was heard.
    this.addSql('create index webhook_event_occurred on webhook_event (occurred_at, id)');
    this.addSql('create index webhook_event_recorded on webhook_event (recorded_at)');
    this.addSql(`create table webhook_delivery (
      id text primary key,
      endpoint_id text not null references webhook_endpoint (id) on delete cascade,
      event_id text not null references webhook_event (id) on delete cascade,
      type text not null,
      state text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
      attempts integer not null default 0,
      earlier_attempts integer not null default 0,
      due_at timestamptz not null,
      give_up_at timestamptz not null,
      lease_until timestamptz,
      last_attempt_at timestamptz(3),
      delivered_at timestamptz(3),
      response_status integer,
      error text,
      duration_ms integer,
      traceparent text,
      created_at timestamptz(3) not null,
      unique (endpoint_id, event_id))`);
    this.addSql(
      `create index webhook_delivery_due on webhook_delivery (endpoint_id, due_at, id) where state = 'PENDING'`,
    );
    this.addSql(
      'create index webhook_delivery_log on webhook_delivery (endpoint_id, created_at desc, id desc)',
    );
    this.addSql('create index webhook_delivery_event on webhook_delivery (event_id)');
    this.addSql(
      `create index webhook_delivery_failed on webhook_delivery (last_attempt_at) where state = 'FAILED'`,
    );
  }
}
