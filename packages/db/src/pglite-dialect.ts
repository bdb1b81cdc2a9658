import type { ParserOptions } from '@electric-sql/pglite';
import type { CompiledQuery } from 'kysely';
import {
  PostgresAdapter,
  PostgresIntrospector,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Hold, SingleConnection } from './single-connection.js';
import { TYPE_PARSERS } from './type-parsers.js';

const parsers = TYPE_PARSERS as ParserOptions;

class HeldConnection implements DatabaseConnection {
  constructor(readonly hold: Hold) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.hold.query(query.sql, query.parameters, {
      rowMode: 'object',
      parsers,
    });
    return {
      rows: rows as R[],
      ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }),
    };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the embedded database does not stream');
  }
}

class SingleConnectionDriver implements Driver {
  constructor(private readonly connection: SingleConnection) {}

  async init(): Promise<void> {}
  async acquireConnection(): Promise<HeldConnection> {
    return new HeldConnection(await this.connection.acquire());
  }
  async beginTransaction(connection: HeldConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    await connection.hold.query(`begin${isolation}`, []);
  }
  async commitTransaction(connection: HeldConnection): Promise<void> {
    await connection.hold.query('commit', []);
  }
  async rollbackTransaction(connection: HeldConnection): Promise<void> {
    await connection.hold.query('rollback', []);
  }
  async savepoint(connection: HeldConnection, name: string): Promise<void> {
    await connection.hold.query(`savepoint "${name}"`, []);
  }
  async rollbackToSavepoint(connection: HeldConnection, name: string): Promise<void> {
    await connection.hold.query(`rollback to savepoint "${name}"`, []);
  }
  async releaseSavepoint(connection: HeldConnection, name: string): Promise<void> {
    await connection.hold.query(`release savepoint "${name}"`, []);
  }
  async releaseConnection(connection: HeldConnection): Promise<void> {
    await connection.hold.release();
  }
  /** The PGlite instance outlives any one ORM; its owner closes it. */
  async destroy(): Promise<void> {}
}

/** Kysely dialect over the shared embedded database. */
export function embeddedDialect(
  connection: SingleConnection,
  createQueryCompiler: () => QueryCompiler,
): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SingleConnectionDriver(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler,
  };
}
