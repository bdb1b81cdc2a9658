import { openPgPool } from '@emporium/db/pg-client';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterAll, beforeAll } from 'vitest';
import { describeKeyValue } from './key-value.contract.js';
import { openPgKeyValue } from './pg-key-value.js';

describeWithEngine('key-value store on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const database = `kv_contract_${process.pid}`;
  const admin = openPgPool(url, 1);
  const target = new URL(url);
  target.pathname = `/${database}`;
  const sql = openPgPool(target.href);

  beforeAll(async () => {
    await admin.query(`create database ${database}`);
  });
  afterAll(async () => {
    await sql.close();
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.close();
  });

  describeKeyValue('PostgreSQL', async () => {
    await sql.query('drop schema if exists kv cascade');
    return {
      store: await openPgKeyValue(sql),
      elapse: async (seconds) => {
        for (const table of ['entries', 'feed_entries'])
          await sql.query(
            `update kv.${table} set expires_at = expires_at - make_interval(secs => $1)`,
            [seconds],
          );
      },
    };
  });
});
