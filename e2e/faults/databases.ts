import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';

/** Reads the databases of a deployment beside its services, as the checker does. */
export interface Databases {
  query<T>(subgraph: string, statement: string, params?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Pools of one connection per database, opened on first use. */
export function openDatabases(serverUrl: string): Databases {
  const pools = new Map<string, ReturnType<typeof openPgPool>>();
  return {
    query: <T>(subgraph: string, statement: string, params: readonly unknown[] = []) => {
      const pool = pools.get(subgraph) ?? openPgPool(withDatabase(serverUrl, `${subgraph}_db`), 1);
      pools.set(subgraph, pool);
      return pool.query<T>(statement, params);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
