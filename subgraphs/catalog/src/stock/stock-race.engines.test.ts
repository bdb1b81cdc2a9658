import { openPgPool } from '@emporium/db/pg-client';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterAll } from 'vitest';
import { describeStockRaces } from './stock-race.contract.js';

describeWithEngine('stock races on PostgreSQL', engineUrls().databaseUrl, (server) => {
  const database = `catalog_races_${process.pid}_${Date.now()}`;
  const url = new URL(server || 'postgres://none');
  url.pathname = `/${database}`;
  // Registered first, so that it runs after the subgraph has closed its connections.
  afterAll(async () => {
    url.pathname = '/postgres';
    const pool = openPgPool(url.toString(), 1);
    await pool.query(`drop database if exists "${database}" with (force)`);
    await pool.close();
  });
  describeStockRaces({ CATALOG_DATABASE_URL: url.toString() });
});
