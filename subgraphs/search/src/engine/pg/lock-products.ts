import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import { query } from './tables.js';

/**
 * Serialises writers of the same products: stock and document arrive on their own ways and meet in
 * one column.
 */
export async function lockProducts(tx: SqlEntityManager, ids: readonly string[]): Promise<void> {
  // In one order, so that two batches never wait for each other.
  await sql`select pg_advisory_xact_lock(7341, k)
    from (select distinct hashtext(json_array_elements_text(${JSON.stringify(ids)}::json)) as k order by k) as keys`.execute(
    query({ em: tx }),
  );
}
