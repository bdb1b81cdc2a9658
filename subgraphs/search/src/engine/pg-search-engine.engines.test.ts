import { randomUUID } from 'node:crypto';
import { openPostgresSubgraph } from '@emporium/db/open-postgres';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { Search001Tables } from '../migrations/search-001-tables.js';
import { pgSearchEngine } from './pg/pg-search-engine.js';
import { entities } from './pg/tables.js';
import { describeSearchEngine } from './search-engine.contract.js';

describeWithEngine('search on PostgreSQL', engineUrls().databaseUrl, (serverUrl) => {
  describeSearchEngine('on PostgreSQL', async () => {
    const name = `search_test_${randomUUID().slice(0, 8)}`;
    const parts = {
      name: 'search',
      entities: Object.values(entities),
      migrations: [Search001Tables],
    };
    const database = await openPostgresSubgraph(parts, withDatabase(serverUrl, name), {
      max: 10,
      statementTimeoutMs: 8_000,
    });
    return {
      engine: pgSearchEngine(() => database.fork()),
      settle: async () => undefined,
      close: async () => {
        await database.close();
        const server = openPgPool(serverUrl);
        await server.query(`drop database if exists ${name} with (force)`);
        await server.close();
      },
    };
  });
});
