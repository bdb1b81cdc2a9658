import { randomUUID } from 'node:crypto';
import { describeSilence } from '@emporium/testing/describe-silence';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll } from 'vitest';
import type { SqlEntityManager } from './entity-manager.js';
import { acquireDatabaseLock } from './database-lock.js';
import { openPostgresSubgraph } from './open-postgres.js';
import { openPgPool } from './pg-client.js';
import { CONNECT_TIMEOUT_MS } from './postgres-session.js';
import { prepareDatabase, withDatabase } from './prepare-server.js';

const STATEMENT_MS = 1_000;
/** What the client waits longer than the server (postgres-session.ts). */
const MARGIN_MS = 2_000;

describeWithEngine('PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `silent_${randomUUID().slice(0, 8)}`;
  afterAll(async () => {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    for (const each of [name, `${name}_plain`])
      await admin.query(`drop database if exists "${each}" with (force)`);
    await admin.end();
  });

  describeSilence('database of a subgraph', {
    opens: [
      'packages/db/src/open-postgres.ts',
      'packages/db/src/prepare-server.ts',
      'packages/db/src/database-lock.ts',
    ],
    target: () => url,
    // The wait for a slot of the pool and the statement; transactions have two statements before
    // they fail.
    deadlineMs: CONNECT_TIMEOUT_MS + 2 * (STATEMENT_MS + MARGIN_MS),
    open: async (proxy) => {
      const through = withDatabase(proxy.through(url), name);
      const database = await openPostgresSubgraph(
        { name: 'probe', entities: [], migrations: [] },
        through,
        {
          max: 4,
          statementTimeoutMs: STATEMENT_MS,
        },
      );
      const one = () => sql`select 1`.execute(database.fork().getKysely());
      return {
        calls: {
          ping: () => database.ping(),
          statement: one,
          transaction: () =>
            database
              .fork()
              .transactional(async (em) =>
                sql`select 1`.execute((em as SqlEntityManager).getKysely()),
              ),
          'more than the pool holds': () => Promise.all(Array.from({ length: 12 }, one)),
          // The start of another replica.
          prepare: () => prepareDatabase(through, async () => undefined),
          'hold and release': async () =>
            (await acquireDatabaseLock(through, () => undefined)).release(),
        },
        close: () => database.close(),
      };
    },
  });

  describeSilence('platform tables on PostgreSQL', {
    opens: ['packages/db/src/pg-client.ts'],
    target: () => url,
    deadlineMs: 12_000 + CONNECT_TIMEOUT_MS,
    open: async (proxy) => {
      await prepareDatabase(withDatabase(url, `${name}_plain`), async () => undefined);
      const pool = openPgPool(withDatabase(proxy.through(url), `${name}_plain`));
      return {
        calls: {
          query: () => pool.query('select 1'),
          transaction: () => pool.transaction((tx) => tx.query('select 1')),
          'more than the pool holds': () =>
            Promise.all(Array.from({ length: 12 }, () => pool.query('select 1'))),
        },
        close: () => pool.close(),
      };
    },
  });
});
