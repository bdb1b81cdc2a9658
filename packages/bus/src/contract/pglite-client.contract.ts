import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { SqlClient } from '../sql-client.js';

/** PGlite as the port's SQL client, for tests. */
export function pgliteClient(pglite: PGlite): SqlClient {
  return {
    query: async <T>(text: string, params: readonly unknown[] = []) =>
      (await pglite.query<T>(text, params as unknown[])).rows,
    transaction: (fn) => pglite.transaction((tx) => fn(inside(tx))),
  };
}

function inside(tx: Transaction): SqlClient {
  const client: SqlClient = {
    query: async <T>(text: string, params: readonly unknown[] = []) =>
      (await tx.query<T>(text, params as unknown[])).rows,
    transaction: (fn) => fn(client),
  };
  return client;
}
