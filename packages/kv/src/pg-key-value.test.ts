import type { PGlite } from '@electric-sql/pglite';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeKeyValue } from './key-value.contract.js';
import { openPgKeyValue } from './pg-key-value.js';
import type { SqlClient } from './sql-client.js';

let pglite: PGlite;
const sql: SqlClient = {
  query: async <T>(text: string, params: readonly unknown[] = []) =>
    (await pglite.query<T>(text, params as unknown[])).rows,
};

beforeAll(async () => {
  pglite = (await emptyDatabase()).connection.pglite;
});
afterAll(() => pglite.close());
afterEach(() => void vi.useRealTimers());

async function elapse(seconds: number): Promise<void> {
  for (const table of ['entries', 'feed_entries'])
    await pglite.query(
      `update kv.${table} set expires_at = expires_at - make_interval(secs => $1)`,
      [seconds],
    );
}

describeKeyValue('PGlite', async () => {
  await pglite.query('drop schema if exists kv cascade');
  return { store: await openPgKeyValue(sql), elapse };
});

test('entries survive the instance that wrote them', async () => {
  const first = await openPgKeyValue(sql);
  await first.set('kept', 'v', 60);
  await first.close();
  const second = await openPgKeyValue(sql);
  expect(await second.get('kept')).toBe('v');
  await second.close();
});

test('a cursor from a database that is gone reads the feed from its start', async () => {
  const store = await openPgKeyValue(sql);
  await store.append('lost', 'one', 60);
  const { cursor } = await store.readFeed('lost');
  expect(await store.readFeed('lost', String(Number(cursor) + 1_000))).toEqual({
    entries: ['one'],
    cursor,
  });
  await store.close();
});

test('what expired is deleted within a minute, until the store is closed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const left = async () => {
    const { rows } = await pglite.query<{ n: number }>(
      `select (select count(*) from kv.entries)::int + (select count(*) from kv.feed_entries)::int as n`,
    );
    return rows[0]!.n;
  };
  const store = await openPgKeyValue(sql);
  await pglite.query('delete from kv.entries');
  await pglite.query('delete from kv.feed_entries');
  for (const time of [60, 600]) {
    await store.set(`k${time}`, 'v', time);
    await store.append('feed', 'v', time);
  }
  await elapse(61);
  expect(await left()).toBe(4);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(await left()).toBe(4);
  await vi.advanceTimersByTimeAsync(1);
  await vi.waitFor(async () => expect(await left()).toBe(2));
  await store.close();
  await elapse(600);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await left()).toBe(2);
});
