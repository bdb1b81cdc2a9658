import type { KeyValueStore } from './key-value.js';
import { checkTtl } from './key-value-rules.js';
import type { SqlClient } from './sql-client.js';

/** Statement of the table; run it once, within the lock of the other tables. */
export const CREATE_FEED = `create table if not exists kv.feed_entries (
  number bigint generated always as identity primary key, feed text not null, entry text not null, expires_at timestamptz not null)`;
/** Forgets what nobody has to read any more. */
export const SWEEP_FEED = 'delete from kv.feed_entries where expires_at <= now()';

// Numbers become visible in their order only if one writer at a time takes one.
const APPEND = `with alone as materialized (select pg_advisory_xact_lock(hashtext('emporium.kv.feed'))::text)
  insert into kv.feed_entries (feed, entry, expires_at)
  select $1, $2, now() + make_interval(secs => $3::float8) from alone`;
// A cursor beyond the last number is from a database that is gone.
const READ = `select number::text as number, entry from kv.feed_entries
  where feed = $1 and expires_at > now()
    and number > case when $2::bigint > (select coalesce(max(number), 0) from kv.feed_entries) then 0 else $2::bigint end
  order by feed_entries.number`;

/** Feeds of the store on PostgreSQL; `storable` and `original` are its escaping of text. */
export function pgFeed(
  sql: SqlClient,
  storable: (text: string) => string,
  original: (text: string) => string,
): Pick<KeyValueStore, 'append' | 'readFeed'> {
  return {
    append: async (feed, entry, keepSeconds) => {
      checkTtl(keepSeconds);
      await sql.query(APPEND, [storable(feed), storable(entry), keepSeconds]);
    },
    readFeed: async (feed, cursor = '0') => {
      const rows = await sql.query<{ number: string; entry: string }>(READ, [
        storable(feed),
        cursor,
      ]);
      return {
        entries: rows.map(({ entry }) => original(entry)),
        cursor: rows.at(-1)?.number ?? cursor,
      };
    },
  };
}
