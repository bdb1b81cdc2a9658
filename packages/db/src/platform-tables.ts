import type { Generated, Kysely } from 'kysely';
import type { SubgraphDatabase } from './subgraph-database.js';

/** The tables of the platform that are queried with Kysely; see the platform migrations. */
export interface PlatformTables {
  lease: { name: string; owner: string; token: number; expires_at: Date };
  outbox: {
    id: Generated<number>;
    topic: string;
    aggregate_id: string;
    aggregate_version: number;
    type: string;
    payload: string;
    headers: Record<string, string> | string;
    created_at: Generated<Date>;
    sent_at: Date | null;
    parked_at: Date | null;
    error: string | null;
    attempts: Generated<number>;
  };
}

/**
 * Typed queries on the platform tables of a subgraph, over its ordinary pool and outside any
 * transaction.
 */
export function platformTables(
  database: Pick<SubgraphDatabase, 'fork' | 'name'>,
): Kysely<PlatformTables> {
  return database.fork().getKysely<PlatformTables>().withSchema(database.name);
}
