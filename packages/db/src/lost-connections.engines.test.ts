import { eventually } from '@emporium/testing/eventually';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { startFaultProxy, type FaultProxy } from '@emporium/testing/fault-proxy';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgresSubgraph } from './open-postgres.js';
import { withDatabase } from './prepare-server.js';
import type { SubgraphDatabase } from './subgraph-database.js';

const DATABASE = `lost_connections_${process.pid}`;
const POOL = 4;

describeWithEngine('lost connections on PostgreSQL', engineUrls().databaseUrl, (url) => {
  let proxy: FaultProxy;
  let admin: pg.Client;
  let database: SubgraphDatabase;

  beforeEach(async () => {
    proxy = await startFaultProxy(url);
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const through = withDatabase(proxy.through(url), DATABASE);
    database = await openPostgresSubgraph(
      { name: 'probe', entities: [], migrations: [] },
      through,
      {
        max: POOL,
        statementTimeoutMs: 1_000,
      },
    );
    await statement('create table if not exists kept (n integer)');
  });
  afterEach(async () => {
    await database.close();
    await admin.query(`drop database if exists "${DATABASE}" with (force)`);
    await admin.end();
    await proxy.close();
  });

  const statement = (text: string) => sql.raw(text).execute(database.fork().getKysely());
  const transaction = (work: () => Promise<unknown>) =>
    database.fork().transactional(async (em) => {
      await sql`insert into kept values (1)`.execute(
        (em as ReturnType<SubgraphDatabase['fork']>).getKysely(),
      );
      await work();
    });
  const terminateAll = () =>
    admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [
      DATABASE,
    ]);
  const sessions = async () =>
    Number(
      (await admin.query(`select count(*) from pg_stat_activity where datname = $1`, [DATABASE]))
        .rows[0].count,
    );

  test('a pool of 4 survives 100 transactions whose connection is terminated', async () => {
    for (let round = 0; round < 25; round++) {
      const broken = Array.from({ length: POOL }, () =>
        transaction(terminateAll).catch((error: unknown) => error),
      );
      expect((await Promise.all(broken)).every((outcome) => outcome instanceof Error)).toBe(true);
    }
    await expect(
      Promise.all(Array.from({ length: 2 * POOL }, () => transaction(async () => undefined))),
    ).resolves.toHaveLength(2 * POOL);
    expect(await sessions()).toBeLessThanOrEqual(POOL);
  });

  test('a pool of 4 survives commits whose answer gets lost', async () => {
    for (let round = 0; round < 3; round++) {
      const lost = Array.from({ length: POOL }, () =>
        transaction(async () => proxy.set({ toClient: { limitBytes: 0 } })).catch(
          (error: unknown) => error,
        ),
      );
      await Promise.all(lost);
      await proxy.heal();
      await eventually(() => database.ping());
    }
    await expect(
      Promise.all(Array.from({ length: 2 * POOL }, () => transaction(async () => undefined))),
    ).resolves.toHaveLength(2 * POOL);
  });

  test('a begin that fails gives its connection back', async () => {
    for (let round = 0; round < 3 * POOL; round++) {
      await terminateAll();
      await transaction(async () => undefined).catch(() => undefined);
    }
    await expect(transaction(async () => undefined)).resolves.toBeUndefined();
  });

  test('a silent server costs one deadline, and what comes late is not taken for another answer', async () => {
    await Promise.all(Array.from({ length: POOL }, () => transaction(async () => undefined)));
    await proxy.set({ toClient: { hang: 'lose' } });
    const silent = await Promise.all(
      Array.from({ length: 2 * POOL }, () => database.ping().catch((error: unknown) => error)),
    );
    expect(silent.every((outcome) => outcome instanceof Error)).toBe(true);
    await proxy.heal();
    await eventually(async () => {
      const { rows } = await sql<{ n: number }>`select 42 as n`.execute(
        database.fork().getKysely(),
      );
      expect(rows).toEqual([{ n: 42 }]);
    });
  });
});
