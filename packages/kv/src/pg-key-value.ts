import type { KeyValueStore } from './key-value.js';
import { localChannels } from './local-channels.js';
import type { SqlClient } from './sql-client.js';

const LIVE = '(expires_at is null or expires_at > now())';
const EXPIRY = `case when $3::float8 is null then null else now() + make_interval(secs => $3::float8) end`;
const SWEEP_MS = 60_000;

/** Key-value store in a PostgreSQL table (embedded by default): survives a crash. Channels reach this process only. Creates its table. */
export async function openPgKeyValue(sql: SqlClient): Promise<KeyValueStore> {
  await sql.query('create schema if not exists kv');
  await sql.query('create table if not exists kv.entries (key text primary key, value text not null, expires_at timestamptz)');
  await sql.query('create index if not exists entries_expires_at on kv.entries (expires_at) where expires_at is not null');
  const sweep = setInterval(() => void sql.query('delete from kv.entries where expires_at <= now()').catch(() => undefined), SWEEP_MS);
  sweep.unref();
  const getMany = async (keys: readonly string[]) => {
    const rows = await sql.query<{ key: string; value: string }>(`select key, value from kv.entries where key = any($1::text[]) and ${LIVE}`, [keys]);
    const found = new Map(rows.map((row) => [row.key, row.value]));
    return keys.map((key) => found.get(key));
  };
  return {
    kind: 'pg',
    get: async (key) => (await getMany([key]))[0],
    getMany,
    set: async (key, value, ttlSeconds) => {
      await sql.query(
        `insert into kv.entries (key, value, expires_at) values ($1, $2, ${EXPIRY})
         on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`,
        [key, value, ttlSeconds ?? null],
      );
    },
    setIfAbsent: async (key, value, ttlSeconds) => {
      const rows = await sql.query(
        `insert into kv.entries (key, value, expires_at) values ($1, $2, ${EXPIRY})
         on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at where kv.entries.expires_at <= now()
         returning key`,
        [key, value, ttlSeconds ?? null],
      );
      return rows.length === 1;
    },
    delete: async (key) => {
      await sql.query('delete from kv.entries where key = $1', [key]);
    },
    increment: async (key, by, ttlSeconds) => {
      const [row] = await sql.query<{ value: string }>(
        `insert into kv.entries as e (key, value, expires_at) values ($1, $2::text, ${EXPIRY})
         on conflict (key) do update set
           value = case when e.expires_at <= now() then excluded.value else (e.value::bigint + excluded.value::bigint)::text end,
           expires_at = case when e.expires_at <= now() then excluded.expires_at else e.expires_at end
         returning value`,
        [key, String(by), ttlSeconds],
      );
      return Number(row!.value);
    },
    ...localChannels(),
    ping: async () => {
      await sql.query('select 1');
    },
    close: async () => clearInterval(sweep),
  };
}
