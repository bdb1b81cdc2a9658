import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { afterAll } from 'vitest';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';
import { describeRace } from './describe-race.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const prefix = `race_${randomUUID().slice(0, 8)}`;
  const databases = SUBGRAPH_NAMES.map((name) => ({
    variable: databaseVariable(name),
    database: `${prefix}_${name}_db`,
  }));
  // Registered first, so that it runs after the shop has closed its connections.
  afterAll(async () => {
    const server = openPgPool(withDatabase(url, 'postgres'), 1);
    for (const { database } of databases)
      await server.query(`drop database if exists "${database}" with (force)`);
    await server.close();
  });
  const urls = Object.fromEntries(
    databases.map(({ variable, database }) => [variable, withDatabase(url, database)]),
  );
  describeRace('PostgreSQL', urls);
});
