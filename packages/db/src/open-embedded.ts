import { MikroORM } from '@mikro-orm/core';
import { PgliteDriver } from '@mikro-orm/pglite';
import type { SqlEntityManager } from './entity-manager.js';
import { entityNames } from './entity-names.js';
import { EntityQueryCompiler } from './entity-query-compiler.js';
import { openKysely } from './open-kysely.js';
import { ormOptions } from './orm-options.js';
import { embeddedDialect } from './pglite-dialect.js';
import { refuseNewer } from './refuse-newer.js';
import type { SingleConnection } from './single-connection.js';
import type { DatabaseParts, QueryListener, SubgraphDatabase } from './subgraph-database.js';

/** Opens a subgraph's schema inside the shared embedded database and brings it up to date. */
export async function openEmbeddedSubgraph(
  parts: DatabaseParts,
  connection: SingleConnection,
): Promise<SubgraphDatabase> {
  const onQuery = new Set<QueryListener>();
  await refuseNewer(parts, (sql) => connection.query(sql));
  await connection.query(`create schema if not exists "${parts.name}"`);
  await connection.query('create extension if not exists pg_trgm with schema public');
  await connection.query('create extension if not exists unaccent with schema public');
  const compiler = () => new EntityQueryCompiler(parts.name, () => entityNames(orm.getMetadata()));
  const orm: MikroORM = await MikroORM.init({
    ...ormOptions(parts),
    driver: PgliteDriver,
    dbName: 'embedded',
    driverOptions: () => openKysely(parts.name, embeddedDialect(connection, compiler), onQuery),
  });
  await orm.migrator.up();
  return {
    name: parts.name,
    kind: 'pglite',
    orm,
    fork: () => orm.em.fork({ useContext: true }) as SqlEntityManager,
    onQuery,
    ping: async () => {
      await connection.query('select 1');
    },
    reach: async () => {
      await connection.query('select 1');
    },
    pool: () => connection.state(),
    close: () => orm.close(true),
  };
}
