import pg from 'pg';
import type { SqlClient } from '@emporium/bus/sql-client';
import { closePool } from './close-session.js';
import { isConnectionLost } from './connection-lost.js';
import { postgresSession } from './postgres-session.js';

/** A SqlClient over a small pool of its own; for infrastructure tables on a real server. */
export function openPgPool(url: string, max = 4): SqlClient & { close(): Promise<void> } {
  const pool = new pg.Pool({ ...postgresSession(url, 10_000), max });
  // Dropped idle connections are replaced by the pool; without a listener they would end the
  // process.
  pool.on('error', () => undefined);
  return {
    query: async <T>(sql: string, params: readonly unknown[] = []) =>
      (await pool.query(sql, params as unknown[])).rows as T[],
    transaction: async (fn) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      const onError = (error: Error) => (broken = error);
      client.on('error', onError);
      try {
        await client.query('begin');
        const result = await fn(clientSql(client));
        await client.query('commit');
        return result;
      } catch (error) {
        // After a lost connection there is nothing to roll back, and asking would wait for another
        // deadline.
        if (isConnectionLost(error)) broken = error as Error;
        else await client.query('rollback').catch((failed: Error) => (broken = failed));
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    close: () => closePool(() => pool.end()),
  };
}

/** Wraps an open connection; nested transactions join the outer one. */
export function clientSql(client: pg.ClientBase): SqlClient {
  const sql: SqlClient = {
    query: async <T>(text: string, params: readonly unknown[] = []) =>
      (await client.query(text, params as unknown[])).rows as T[],
    transaction: (fn) => fn(sql),
  };
  return sql;
}
