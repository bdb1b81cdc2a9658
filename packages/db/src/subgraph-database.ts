import type { EntityClass, MigrationClass, Orm, SqlEntityManager } from './entity-manager.js';
import type { SqlClient } from '@emporium/bus/sql-client';

/** Called for each SQL statement an ORM sends; used by budgets and metrics. */
export type QueryListener = (sql: string) => void;

/** The database of one subgraph: an ORM over its own Postgres schema, embedded or on a server. */
export interface SubgraphDatabase {
  name: string;
  kind: 'pglite' | 'postgres';
  orm: Orm;
  /** A fresh entity manager for one request, event or job. */
  fork(): SqlEntityManager;
  /** Opens a dedicated connection (on a server) or the shared one (embedded), for the relay. */
  relayConnection(): Promise<RelayConnection>;
  onQuery: Set<QueryListener>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A connection that holds the relay's advisory lock; when it is lost, so is the lock, and the relay must stop at once. */
export interface RelayConnection extends SqlClient {
  /** Takes the lock of an outbox shard; false when another replica has it. */
  tryLock(shard: number): Promise<boolean>;
  isLost(): boolean;
  close(): Promise<void>;
}

/** What an ORM needs to know about its subgraph. */
export interface DatabaseParts {
  /** Subgraph name; also the Postgres schema. */
  name: string;
  entities: EntityClass[];
  migrations: MigrationClass[];
}
