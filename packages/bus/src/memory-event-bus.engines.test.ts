import { openPgPool } from '@emporium/db/pg-client';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterAll, beforeAll } from 'vitest';
import { memoryHarness } from './contract/memory-harness.contract.js';
import { describeEventBus } from './event-bus.contract.js';

describeWithEngine('embedded bus on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const database = `bus_contract_${process.pid}`;
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

  describeEventBus('memory on PostgreSQL', () => memoryHarness(sql));
});
