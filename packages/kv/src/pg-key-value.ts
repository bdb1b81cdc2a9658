import type { KeyValueStore } from './key-value.js';
import { checkIncrement, checkTtl } from './key-value-rules.js';
import { localChannels } from './local-channels.js';
import { CREATE_FEED, pgFeed, SWEEP_FEED } from './pg-feed.js';
import type { SqlClient } from './sql-client.js';

const LIVE = '(expires_at is null or expires_at > now())';
const EXPIRY = `case when $3::float8 is null then null else now() + make_interval(secs => $3::float8) end`;
const SWEEP_MS = 60_000;
// One statement, hence one transaction; the lock because "if not exists" races with itself between
// processes.
const CREATE = `do $$ begin
  perform pg_advisory_xact_lock(hashtext('emporium.kv.tables'));
  create schema if not exists kv;
  create table if not exists kv.entries (key text primary key, value text not null, expires_at timestamptz);
  create index if not exists entries_expires_at on kv.entries (expires_at) where expires_at is not null;
  ${CREATE_FEED};
end $$`;

// A bucket is empty when its row expires; `value` tells whether the last amount did fit.
const LEVEL = 'greatest(0, extract(epoch from e.expires_at - clock_timestamp()) * 1000)';
const FITS = `($2::float8 <= 0 or ${LEVEL} = 0 or ${LEVEL} + $2::float8 <= $3::float8)`;
const EMPTY_IN = (ms: string) =>
  `clock_timestamp() + make_interval(secs => greatest(0, ${ms}) / 1000.0)`;
const ADD_TO_BUCKET = `insert into kv.entries as e (key, value, expires_at) values ($1, '1', ${EMPTY_IN('$2::float8')})
  on conflict (key) do update set
    value = case when ${FITS} then '1' else '0' end,
    expires_at = case when ${FITS} then ${EMPTY_IN(`${LEVEL}::float8 + $2::float8`)} else e.expires_at end
  returning value, ${LEVEL}::float8 as level`;

/**
 * Key-value store in a PostgreSQL table (embedded by default): survives a crash. Channels reach
 * this process only. Creates its table.
 */
export async function openPgKeyValue(sql: SqlClient): Promise<KeyValueStore> {
  await sql.query(CREATE);
  const sweep = setInterval(() => {
    for (const statement of ['delete from kv.entries where expires_at <= now()', SWEEP_FEED])
      void sql.query(statement).catch(() => undefined);
  }, SWEEP_MS);
  sweep.unref();
  const getMany = async (keys: readonly string[]) => {
    const rows = await sql.query<{ key: string; value: string }>(
      `select key, value from kv.entries where key = any($1::text[]) and ${LIVE}`,
      [keys.map(storable)],
    );
    const found = new Map(rows.map((row) => [original(row.key), original(row.value)]));
    return keys.map((key) => found.get(key));
  };
  return {
    kind: 'pg',
    get: async (key) => (await getMany([key]))[0],
    getMany,
    set: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      await sql.query(
        `insert into kv.entries (key, value, expires_at) values ($1, $2, ${EXPIRY})
         on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`,
        [storable(key), storable(value), ttlSeconds ?? null],
      );
    },
    setIfAbsent: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      const rows = await sql.query(
        `insert into kv.entries (key, value, expires_at) values ($1, $2, ${EXPIRY})
         on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at where kv.entries.expires_at <= now()
         returning key`,
        [storable(key), storable(value), ttlSeconds ?? null],
      );
      return rows.length === 1;
    },
    delete: async (key) => {
      await sql.query('delete from kv.entries where key = $1', [storable(key)]);
    },
    increment: async (key, by, ttlSeconds) => {
      checkTtl(ttlSeconds);
      checkIncrement(by);
      const [row] = await sql.query<{ value: string }>(
        `insert into kv.entries as e (key, value, expires_at) values ($1, $2::text, ${EXPIRY})
         on conflict (key) do update set
           value = case when e.expires_at <= now() then excluded.value else (e.value::bigint + excluded.value::bigint)::text end,
           expires_at = case when e.expires_at <= now() then excluded.expires_at else e.expires_at end
         returning value`,
        [storable(key), String(by), ttlSeconds],
      );
      return Number(row!.value);
    },
    addToBucket: async (key, amount, capacity) => {
      checkIncrement(amount);
      const [row] = await sql.query<{ value: string; level: number }>(ADD_TO_BUCKET, [
        storable(key),
        amount,
        capacity,
      ]);
      return { fits: row!.value === '1', level: Math.round(Number(row!.level)) };
    },
    ...pgFeed(sql, storable, original),
    ...localChannels(),
    ping: async () => {
      await sql.query('select 1');
    },
    close: async () => clearInterval(sweep),
  };
}

/**
 * PostgreSQL's text cannot hold NUL, which a hostile key may; escaped, such a key is simply unknown
 * instead of an error.
 */
function storable(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
}

function original(text: string): string {
  return text.replace(/\\([\\0])/g, (_, escaped: string) => (escaped === '0' ? '\0' : '\\'));
}
