import { Migration } from '@mikro-orm/migrations';

/**
 * Base of all migrations: runs `change()` with the subgraph's schema first in the search path, so
 * that the same unqualified SQL fits the shared embedded database and a database of the subgraph's
 * own.
 */
export abstract class SubgraphMigration extends Migration {
  override up(): void {
    const schema = String(this.config.get('schema'));
    this.addSql(`set local search_path to "${schema}", public`);
    this.change();
  }

  /** Calls `this.addSql` once per statement. */
  abstract change(): void;
}

/** Tables that every subgraph with a database has: outbox, inbox and idempotency records. */
export class Platform001Tables extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table outbox (
      id bigserial primary key,
      topic text not null,
      aggregate_id text not null,
      aggregate_version integer not null,
      type text not null,
      payload text not null,
      headers jsonb not null default '{}',
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      parked_at timestamptz,
      error text,
      attempts integer not null default 0)`);
    this.addSql(
      `create index outbox_unsent on outbox (id) where sent_at is null and parked_at is null`,
    );
    this.addSql(`create index outbox_sent_at on outbox (sent_at) where sent_at is not null`);
    this.addSql(`create table inbox (
      consumer text not null,
      event_id text not null,
      seen_at timestamptz not null default now(),
      primary key (consumer, event_id))`);
    this.addSql(`create index inbox_seen_at on inbox (seen_at)`);
    this.addSql(`create table idempotency (
      scope text not null,
      operation text not null,
      key text not null,
      request_hash text not null,
      response jsonb,
      created_at timestamptz not null default now(),
      primary key (scope, operation, key))`);
    this.addSql(`create index idempotency_created_at on idempotency (created_at)`);
  }
}

/**
 * Leases, what is needed to see and resend events that were set aside, and the index of the checks;
 * sent events lose their content.
 */
export class Platform002Leases extends SubgraphMigration {
  override change(): void {
    this.addSql(
      `create table lease (name text primary key, owner text not null, token bigint not null, expires_at timestamptz not null)`,
    );
    this.addSql(`create index outbox_parked on outbox (id) where parked_at is not null`);
    this.addSql(`create index outbox_aggregate on outbox (topic, aggregate_id, aggregate_version)`);
    this.addSql(`update outbox set payload = '' where sent_at is not null`);
  }
}
