import { platformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';

/** Events that were set aside, oldest first, at most `limit`. */
export function listParked(database: Pick<SubgraphDatabase, 'fork' | 'name'>, limit: number) {
  return platformTables(database)
    .selectFrom('outbox')
    .select([
      'id',
      'topic',
      'type',
      'aggregate_id as aggregateId',
      'error',
      'parked_at as parkedAt',
    ])
    .where('parked_at', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * Lets the relay send events again that were set aside: all, or the given ids. Returns how many.
 */
export async function resendParked(
  database: Pick<SubgraphDatabase, 'fork' | 'name'>,
  ids?: readonly number[],
): Promise<number> {
  if (ids?.length === 0) return 0;
  const { numUpdatedRows } = await platformTables(database)
    .updateTable('outbox')
    .set({ parked_at: null, error: null })
    .where('parked_at', 'is not', null)
    .$if(ids !== undefined, (update) => update.where('id', 'in', ids!))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
