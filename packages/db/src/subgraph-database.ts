import type { EntityClass, MigrationClass, Orm, SqlEntityManager } from './entity-manager.js';

/** Called for each SQL statement an ORM sends; used by budgets and metrics. */
export type QueryListener = (sql: string) => void;

/** The database of one subgraph: an ORM over its own Postgres schema, embedded or on a server. */
export interface SubgraphDatabase {
  name: string;
  kind: 'pglite' | 'postgres';
  orm: Orm;
  /** A fresh entity manager for one request, event or job. */
  fork(): SqlEntityManager;
  onQuery: Set<QueryListener>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Rejects when the server does not answer a session of its own, outside the pool. */
  reach(): Promise<void>;
  /** The connections as they are now. */
  pool(): PoolState;
  close(): Promise<void>;
}

/** Connections in use, and who waits for one. */
export interface PoolState {
  used: number;
  waiting: number;
  max: number;
}

/** What an ORM needs to know about its subgraph. */
export interface DatabaseParts {
  /** Subgraph name; also the Postgres schema. */
  name: string;
  entities: EntityClass[];
  migrations: MigrationClass[];
}
