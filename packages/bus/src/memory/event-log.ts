import type { OutgoingMessage } from '../event-bus.js';
import type { SqlClient } from '../sql-client.js';

/** A pending delivery with its event, as read from the log. */
export interface LoggedEvent {
  id: number;
  topic: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  /** Failed attempts so far. */
  attempts: number;
}

interface EventRow {
  id: string;
  topic: string;
  key: string | null;
  value: Uint8Array | null;
  headers: string;
  attempts: number;
}

/**
 * Appends the messages in order and a pending delivery for each subscribed group, in one statement.
 * Returns the ids in input order.
 */
export async function appendEvents(
  sql: SqlClient,
  messages: readonly OutgoingMessage[],
): Promise<number[]> {
  const rows = await sql.query<{ id: string }>(
    `with incoming as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as t(topic, key, value, headers, position)),
     stored as (
       insert into bus.events (topic, key, value, headers)
       select topic, key, decode(value, 'base64'), headers::json from incoming order by position returning id, topic),
     fanned_out as (
       insert into bus.deliveries (group_name, event_id) select s.group_name, stored.id from stored join bus.subscriptions s using (topic))
     select id::text as id from stored order by stored.id`,
    [
      messages.map((message) => message.topic),
      messages.map((message) => message.key),
      // base64 and not bytea[]: both drivers encode arrays of text the same way.
      messages.map((message) => Buffer.from(message.value).toString('base64')),
      messages.map((message) => JSON.stringify(message.headers)),
    ],
  );
  return rows.map((row) => Number(row.id));
}

const columns = `e.id::text as id, e.topic, e.key, e.value, e.headers::text as headers, d.attempts`;

/** Pending deliveries of a group after an event id, oldest first. */
export async function pendingPage(
  sql: SqlClient,
  group: string,
  afterId: number,
  limit: number,
): Promise<LoggedEvent[]> {
  const rows = await sql.query<EventRow>(
    `select ${columns} from bus.deliveries d join bus.events e on e.id = d.event_id
     where d.group_name = $1 and d.event_id > $2 order by d.event_id limit $3`,
    [group, afterId, limit],
  );
  return rows.map(toEvent);
}

/** Pending deliveries of one key of a group with afterId < id <= uptoId, oldest first. */
export async function pendingOfKey(
  sql: SqlClient,
  group: string,
  lane: { topic: string; key: string | null },
  range: { afterId: number; uptoId: number },
  limit: number,
): Promise<LoggedEvent[]> {
  const rows = await sql.query<EventRow>(
    `select ${columns} from bus.deliveries d join bus.events e on e.id = d.event_id
     where d.group_name = $1 and d.event_id > $2 and d.event_id <= $3 and e.topic = $4 and e.key is not distinct from $5
     order by d.event_id limit $6`,
    [group, range.afterId, range.uptoId, lane.topic, lane.key, limit],
  );
  return rows.map(toEvent);
}

/** Removes handled deliveries, of any groups, in one statement. */
export async function removeDeliveries(
  sql: SqlClient,
  done: readonly { group: string; id: number }[],
): Promise<void> {
  await sql.query(
    `delete from bus.deliveries d using unnest($1::text[], $2::bigint[]) as done(group_name, event_id)
     where d.group_name = done.group_name and d.event_id = done.event_id`,
    [done.map((each) => each.group), done.map((each) => each.id)],
  );
}

/** Remembers a failed attempt, so that its number survives a restart. */
export async function recordAttempt(
  sql: SqlClient,
  group: string,
  id: number,
  attempts: number,
): Promise<void> {
  await sql.query(
    `update bus.deliveries set attempts = $3 where group_name = $1 and event_id = $2`,
    [group, id, attempts],
  );
}

/** Pending deliveries per group, and for how many seconds the oldest of them waits. */
export async function pendingOfGroups(
  sql: SqlClient,
  groups: readonly string[],
): Promise<Map<string, { count: number; oldestSeconds: number }>> {
  const rows = await sql.query<{ group_name: string; count: number; age: number }>(
    `select p.group_name, p.count, greatest(0, extract(epoch from clock_timestamp() - e.published_at))::float8 as age
     from (select group_name, count(*)::int as count, min(event_id) as oldest from bus.deliveries
           where group_name = any($1::text[]) group by group_name) p
     join bus.events e on e.id = p.oldest`,
    [groups],
  );
  return new Map(
    rows.map(({ group_name, count, age }) => [group_name, { count, oldestSeconds: age }]),
  );
}

/** The groups that have a pending delivery after the given event id. */
export async function groupsWithNews(
  sql: SqlClient,
  cursors: readonly { group: string; afterId: number }[],
): Promise<string[]> {
  const rows = await sql.query<{ group_name: string }>(
    `select c.group_name from unnest($1::text[], $2::bigint[]) as c(group_name, after_id)
     where exists (select 1 from bus.deliveries d where d.group_name = c.group_name and d.event_id > c.after_id)`,
    [cursors.map((each) => each.group), cursors.map((each) => each.afterId)],
  );
  return rows.map((row) => row.group_name);
}

function toEvent(row: EventRow): LoggedEvent {
  const value =
    row.value === null
      ? null
      : Buffer.from(row.value.buffer, row.value.byteOffset, row.value.byteLength);
  return {
    ...row,
    id: Number(row.id),
    value,
    headers: JSON.parse(row.headers) as Record<string, string>,
  };
}
