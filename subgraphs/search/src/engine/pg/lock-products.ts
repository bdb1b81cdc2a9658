import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';

/** Serialises writers of the same products: stock and document arrive on their own ways and meet in one column. */
export async function lockProducts(tx: SqlEntityManager, ids: readonly string[]): Promise<void> {
  // In one order, so that two batches never wait for each other.
  await sqlRows(
    tx,
    `select pg_advisory_xact_lock(7341, k) from (select distinct hashtext(json_array_elements_text(?::json)) as k order by k) as keys`,
    [JSON.stringify(ids)],
  );
}
