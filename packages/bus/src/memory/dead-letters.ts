import type { DeadLetter } from '../event-bus.js';
import type { SqlClient } from '../sql-client.js';

/**
 * Moves a pending delivery to the dead letters with the bytes and headers the event came with, in
 * one statement. Returns false when the group did not wait for it.
 */
export async function moveToDeadLetters(
  sql: SqlClient,
  group: string,
  id: number,
  error: string,
  attempts?: number,
): Promise<boolean> {
  const rows = await sql.query(
    `with gone as (delete from bus.deliveries where group_name = $1 and event_id = $2 returning event_id, attempts)
     insert into bus.dead_letters (group_name, event_id, topic, key, value, headers, error, attempts)
     select $1, e.id, e.topic, e.key, e.value, e.headers, $3, coalesce($4::int, gone.attempts) from bus.events e join gone on gone.event_id = e.id
     on conflict (group_name, event_id) do update set error = excluded.error, attempts = excluded.attempts, at = now() returning 1`,
    // PostgreSQL's text cannot hold NUL, and an error message may quote the broken bytes.
    [group, id, error.replaceAll('\0', ''), attempts ?? null],
  );
  return rows.length > 0;
}

/** Dead letters of a group, oldest first, after the given id. */
export async function listDeadLetters(
  sql: SqlClient,
  group: string,
  page: { first: number; after?: string },
): Promise<DeadLetter[]> {
  const rows = await sql.query<
    Record<'id' | 'offset' | 'topic' | 'headers' | 'error' | 'at', string> & {
      key: string | null;
      value: Uint8Array | null;
      attempts: number;
    }
  >(
    `select id::text as id, event_id::text as "offset", topic, key, value, headers::text as headers, error, attempts,
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from bus.dead_letters l where group_name = $1 and id > $2 order by l.id limit $3`,
    [group, validId(page.after) ?? 0, page.first],
  );
  return rows.map((row) => ({
    ...row,
    group,
    partition: 0,
    value: row.value === null ? null : Buffer.from(row.value),
    headers: JSON.parse(row.headers) as Record<string, string>,
    at: new Date(row.at),
  }));
}

/** How many dead letters each of the groups has. */
export async function countDeadLetters(
  sql: SqlClient,
  groups: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ group_name: string; count: number }>(
    `select group_name, count(*)::int as count from bus.dead_letters where group_name = any($1::text[]) group by group_name`,
    [groups],
  );
  return new Map(rows.map((row) => [row.group_name, row.count]));
}

/**
 * Makes dead letters (all of the group, or these ids) pending again and takes them off the list, in
 * one statement. Returns how many.
 */
export async function replayToGroup(
  sql: SqlClient,
  group: string,
  ids: readonly string[] | undefined,
): Promise<number> {
  const rows = await sql.query(
    `with taken as (
       delete from bus.dead_letters where group_name = $1 and ($2::bigint[] is null or id = any($2::bigint[])) returning event_id, attempts),
     pending as (
       insert into bus.deliveries (group_name, event_id, attempts) select $1, event_id, attempts from taken on conflict do nothing)
     select 1 from taken`,
    [group, ids?.flatMap((id) => validId(id) ?? []) ?? null],
  );
  return rows.length;
}

function validId(id: string | undefined): number | undefined {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
