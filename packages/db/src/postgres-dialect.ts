import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { isConnectionLost } from './connection-lost.js';

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/**
 * One use of a pooled connection. It goes back to the pool once, and only while its session is
 * known to be in order.
 */
class PooledConnection implements DatabaseConnection {
  private isReleased = false;

  /**
   * Set when a statement got no answer: a late one must not be taken for the answer to the next
   * statement.
   */
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.isReleased)
      throw new Error('Connection terminated: the transaction has lost its connection');
    const { command, rowCount, rows } = await this.client
      .query(query.sql, query.parameters as unknown[])
      .catch((error: Error) => {
        if (isConnectionLost(error)) this.broken = error;
        throw error;
      });
    return {
      rows: (rows ?? []) as R[],
      ...(CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
    };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used: read in pages');
  }

  /** Gives the slot back. `broken` destroys the session instead of keeping it for the next one. */
  release(broken = this.broken): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.client.release(broken);
  }
}

/**
 * Kysely's own driver returns a connection only after commit, rollback and begin have succeeded, so
 * each one that was lost inside a transaction cost a slot of the pool for ever (kysely 0.29.6
 * ControlledTransaction; MikroORM 7.2.1 swallows the failed rollback). Here a failed control
 * statement ends the session at once, which also rolls back.
 */
class PooledDriver implements Driver {
  constructor(private readonly pool: pg.Pool) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    return new PooledConnection(await this.pool.connect());
  }

  beginTransaction(
    connection: PooledConnection,
    { isolationLevel, accessMode }: TransactionSettings,
  ): Promise<void> {
    const isolation = isolationLevel ? ` isolation level ${isolationLevel}` : '';
    return control(
      connection,
      `start transaction${isolation}${accessMode ? ` ${accessMode}` : ''}`,
    );
  }

  commitTransaction(connection: PooledConnection): Promise<void> {
    return control(connection, 'commit');
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    // Without its session a transaction is rolled back already; the caller has the error that led
    // here.
    await control(connection, 'rollback').catch(() => undefined);
  }

  savepoint(connection: PooledConnection, name: string): Promise<void> {
    return control(connection, `savepoint "${name}"`);
  }

  rollbackToSavepoint(connection: PooledConnection, name: string): Promise<void> {
    return control(connection, `rollback to savepoint "${name}"`);
  }

  releaseSavepoint(connection: PooledConnection, name: string): Promise<void> {
    return control(connection, `release savepoint "${name}"`);
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  destroy(): Promise<void> {
    return this.pool.end();
  }
}

/**
 * Runs a statement of transaction control; when it fails, the state of the session is unknown, so
 * the session ends.
 */
async function control(connection: PooledConnection, statement: string): Promise<void> {
  try {
    await connection.executeQuery(CompiledQuery.raw(statement));
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
}

/** Kysely dialect over a pool of `pg`, whose slots always come back. */
export function pooledPostgresDialect(
  pool: pg.Pool,
  createQueryCompiler: () => QueryCompiler,
): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PooledDriver(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler,
  };
}
