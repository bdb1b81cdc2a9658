import { MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import pg from 'pg';
import { closePool, closeSession } from './close-session.js';
import type { SqlEntityManager } from './entity-manager.js';
import { entityNames } from './entity-names.js';
import { EntityQueryCompiler } from './entity-query-compiler.js';
import { openKysely } from './open-kysely.js';
import { ormOptions } from './orm-options.js';
import { pooledPostgresDialect } from './postgres-dialect.js';
import { postgresSession } from './postgres-session.js';
import { prepareDatabase } from './prepare-server.js';
import { refuseNewer } from './refuse-newer.js';
import { TYPE_PARSERS } from './type-parsers.js';
import type {
  DatabaseParts,
  PoolState,
  QueryListener,
  SubgraphDatabase,
} from './subgraph-database.js';

/** Limits of the connection pool of one subgraph process. */
export interface PoolLimits {
  max: number;
  statementTimeoutMs: number;
}

/**
 * Opens a subgraph's database on a PostgreSQL server (created when missing) and brings it up to
 * date.
 */
export async function openPostgresSubgraph(
  parts: DatabaseParts,
  url: string,
  pool: PoolLimits,
): Promise<SubgraphDatabase> {
  const onQuery = new Set<QueryListener>();
  const connection = postgresSession(url, 10_000);
  let orm: MikroORM | undefined;
  let opened: pg.Pool | undefined;
  const compiler = () => new EntityQueryCompiler(parts.name, () => entityNames(orm!.getMetadata()));
  await prepareDatabase(url, async () => {
    await withSession(connection, async (setup) => {
      await refuseNewer(parts, async <T>(sql: string) => (await setup.query(sql)).rows as T[]);
      await setup.query(`create schema if not exists "${parts.name}"`);
      await setup.query('create extension if not exists pg_trgm with schema public');
      await setup.query('create extension if not exists unaccent with schema public');
    });
    orm = await MikroORM.init({
      ...ormOptions(parts),
      driver: PostgreSqlDriver,
      clientUrl: url,
      driverOptions: () =>
        openKysely(
          parts.name,
          pooledPostgresDialect((opened = openPool(url, pool)), compiler),
          onQuery,
        ),
    });
    await orm.migrator.up();
  });
  const ready = orm!;
  return {
    name: parts.name,
    kind: 'postgres',
    orm: ready,
    fork: () => ready.em.fork({ useContext: true }) as SqlEntityManager,
    onQuery,
    ping: async () => {
      await (ready.em as SqlEntityManager).getConnection().execute('select 1');
    },
    reach: () => withSession(connection, async (session) => void (await session.query('select 1'))),
    pool: () => poolState(opened, pool.max),
    close: () => closePool(() => ready.close(true)),
  };
}

/** Uses a session of its own, which ends with it. */
async function withSession(
  settings: pg.ClientConfig,
  use: (session: pg.Client) => Promise<void>,
): Promise<void> {
  const session = new pg.Client(settings);
  session.on('error', () => undefined);
  await session.connect();
  try {
    await use(session);
  } finally {
    await closeSession(session);
  }
}

/** Callers that a free slot will serve in this very turn do not wait. */
function poolState(pool: pg.Pool | undefined, max: number): PoolState {
  if (!pool) return { used: 0, waiting: 0, max };
  const used = pool.totalCount - pool.idleCount;
  return { used, waiting: Math.max(0, pool.waitingCount - (max - used)), max };
}

function openPool(url: string, limits: PoolLimits): pg.Pool {
  const types = new pg.TypeOverrides();
  for (const [oid, parser] of Object.entries(TYPE_PARSERS))
    types.setTypeParser(Number(oid), parser);
  const pool = new pg.Pool({
    ...postgresSession(url, limits.statementTimeoutMs),
    types,
    min: 0,
    max: limits.max,
  });
  // A connection that the server drops is replaced by the pool; without listeners it would end the
  // process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
