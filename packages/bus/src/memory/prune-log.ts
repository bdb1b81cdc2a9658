import { DEFAULT_DEAD_LETTER_MS } from '../dead-letter-retention.js';
import type { SqlClient } from '../sql-client.js';

/**
 * Deletes dead letters older than `letterMs`, and events older than `keepMs` that no group still
 * waits for and that no dead letter refers to. Younger ones stay, so that a rewind or a new group
 * finds them. Infinity keeps all. Returns how many events went.
 */
export async function pruneLog(
  sql: SqlClient,
  keepMs: number,
  letterMs: number = DEFAULT_DEAD_LETTER_MS,
): Promise<number> {
  if (Number.isFinite(letterMs))
    await sql.query(
      `delete from bus.dead_letters where at < now() - make_interval(secs => $1::float8)`,
      [letterMs / 1000],
    );
  if (!Number.isFinite(keepMs)) return 0;
  const rows = await sql.query<{ count: number }>(
    `with gone as (
       delete from bus.events e where e.published_at < now() - make_interval(secs => $1::float8)
         and not exists (select 1 from bus.deliveries d where d.event_id = e.id)
         and not exists (select 1 from bus.dead_letters l where l.event_id = e.id) returning 1)
     select count(*)::int as count from gone`,
    [keepMs / 1000],
  );
  // Every delivery leaves a dead row behind, and PGlite has no autovacuum.
  await sql.query('vacuum bus.deliveries');
  return rows[0]?.count ?? 0;
}
