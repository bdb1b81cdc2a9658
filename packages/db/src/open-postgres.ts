import { MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { SqlEntityManager } from './entity-manager.js';
import { ormOptions } from './orm-options.js';
import { clientSql } from './pg-client.js';
import { prepareDatabase } from './prepare-server.js';
import type { DatabaseParts, QueryListener, RelayConnection, SubgraphDatabase } from './subgraph-database.js';

/** Limits of the connection pool of one subgraph process. */
export interface PoolLimits {
  max: number;
  statementTimeoutMs: number;
}

/** Compiling a plan costs seconds of CPU and short statements never earn it back (measured: 3 s for one search document, 5 ms without). */
const SESSION_OPTIONS = '-c jit=off';

/** Opens a subgraph's database on a PostgreSQL server (created when missing) and brings it up to date. */
export async function openPostgresSubgraph(parts: DatabaseParts, url: string, pool: PoolLimits): Promise<SubgraphDatabase> {
  const onQuery = new Set<QueryListener>();
  const connection = { connectionString: url, connectionTimeoutMillis: 5_000 };
  let orm: MikroORM | undefined;
  await prepareDatabase(url, async () => {
    const setup = new pg.Client(connection);
    await setup.connect();
    await setup.query(`create schema if not exists "${parts.name}"`);
    await setup.query('create extension if not exists pg_trgm with schema public');
    await setup.query('create extension if not exists unaccent with schema public');
    await setup.end();
    orm = await MikroORM.init({
      ...ormOptions(parts, onQuery),
      driver: PostgreSqlDriver,
      clientUrl: url,
      pool: { min: 0, max: pool.max },
      driverOptions: {
        connectionTimeoutMillis: 5_000,
        statement_timeout: pool.statementTimeoutMs,
        lock_timeout: pool.statementTimeoutMs,
        idle_in_transaction_session_timeout: 20_000,
        keepAlive: true,
        options: SESSION_OPTIONS,
      },
    });
    await orm.migrator.up();
  });
  const ready = orm!;
  return {
    name: parts.name,
    kind: 'postgres',
    orm: ready,
    fork: () => ready.em.fork({ useContext: true }) as SqlEntityManager,
    relayConnection: () => openRelayConnection(parts.name, connection),
    onQuery,
    ping: async () => {
      await (ready.em as SqlEntityManager).getConnection().execute('select 1');
    },
    close: () => ready.close(true),
  };
}

async function openRelayConnection(name: string, connection: pg.ClientConfig): Promise<RelayConnection> {
  const client = new pg.Client({ ...connection, statement_timeout: 10_000, keepAlive: true });
  let lost = false;
  client.on('error', () => (lost = true));
  client.on('end', () => (lost = true));
  await client.connect();
  const sql = clientSql(client);
  return {
    query: sql.query,
    transaction: async (fn) => {
      await client.query('begin');
      try {
        const result = await fn(sql);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => (lost = true));
        throw error;
      }
    },
    tryLock: async (shard) => {
      const [row] = await sql.query<{ locked: boolean }>(`select pg_try_advisory_lock(hashtext($1), $2) as locked`, [
        `relay:${name}`,
        shard,
      ]);
      return row?.locked === true;
    },
    isLost: () => lost,
    close: () => client.end().catch(() => undefined),
  };
}
