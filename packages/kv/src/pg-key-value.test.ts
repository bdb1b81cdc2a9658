import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeKeyValue } from './key-value.contract.js';
import { openPgKeyValue } from './pg-key-value.js';
import type { SqlClient } from './sql-client.js';

let pglite: PGlite;
const sql: SqlClient = {
  query: async <T>(text: string, params: readonly unknown[] = []) => (await pglite.query<T>(text, params as unknown[])).rows,
};

beforeAll(async () => {
  pglite = await PGlite.create();
});
afterAll(() => pglite.close());

describeKeyValue('PGlite', async () => {
  await pglite.query('drop schema if exists kv cascade');
  return {
    store: await openPgKeyValue(sql),
    elapse: async (seconds) => {
      await pglite.query('update kv.entries set expires_at = expires_at - make_interval(secs => $1)', [seconds]);
    },
  };
});

test('entries survive the instance that wrote them', async () => {
  const first = await openPgKeyValue(sql);
  await first.set('kept', 'v', 60);
  await first.close();
  const second = await openPgKeyValue(sql);
  expect(await second.get('kept')).toBe('v');
  await second.close();
});
