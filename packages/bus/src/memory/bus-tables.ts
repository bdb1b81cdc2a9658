import type { SqlClient } from '../sql-client.js';

// `json` and not `jsonb`: jsonb refuses the escape of NUL that a header may hold, and headers must
// come out as they went in.
const statements = [
  `create schema if not exists bus`,
  `create table if not exists bus.events (
     id bigserial primary key, topic text not null, key text, value bytea, headers json not null, published_at timestamptz not null default now())`,
  `create index if not exists events_topic on bus.events (topic, id)`,
  `create index if not exists events_published_at on bus.events (published_at)`,
  `create table if not exists bus.subscriptions (group_name text not null, topic text not null, primary key (group_name, topic))`,
  `create index if not exists subscriptions_topic on bus.subscriptions (topic)`,
  `create table if not exists bus.deliveries (
     group_name text not null, event_id bigint not null, attempts int not null default 0, primary key (group_name, event_id))`,
  `create index if not exists deliveries_event on bus.deliveries (event_id)`,
  `create table if not exists bus.dead_letters (
     id bigserial primary key, group_name text not null, event_id bigint not null, topic text not null, key text, value bytea, headers json not null,
     error text not null, attempts int not null, at timestamptz not null default now(), unique (group_name, event_id))`,
  `create index if not exists dead_letters_event on bus.dead_letters (event_id)`,
];

/**
 * Creates the tables of the embedded bus in schema `bus` when they are missing. Safe to call from
 * several processes at once.
 */
export async function createBusTables(sql: SqlClient): Promise<void> {
  await sql.transaction(async (tx) => {
    // "if not exists" alone races with itself in PostgreSQL's catalogues.
    await tx.query(`select pg_advisory_xact_lock(hashtext('emporium.bus.tables'))`);
    for (const statement of statements) await tx.query(statement);
  });
}
