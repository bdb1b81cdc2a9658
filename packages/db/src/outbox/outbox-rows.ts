import { sql, type Kysely } from 'kysely';
import { stillHeld, type HeldLease } from '../lease/lease.js';
import type { PlatformTables } from '../platform-tables.js';

/** An event on its way to the bus. */
export interface UnsentRow {
  id: number;
  topic: string;
  aggregate_id: string;
  payload: string;
  headers: Record<string, string> | string;
}

/** Another owner has the lease; what was read under it must neither be sent nor marked any more. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** The oldest unsent rows of a shard, none when the lease is over. */
export function unsentRows(
  db: Kysely<PlatformTables>,
  lease: HeldLease,
  { shard, shards, limit }: { shard: number; shards: number; limit: number },
): Promise<UnsentRow[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'topic', 'aggregate_id', 'payload', 'headers'])
    .where('sent_at', 'is', null)
    .where('parked_at', 'is', null)
    .where(sql<number>`mod(abs(hashtext(aggregate_id)::bigint), ${shards})`, '=', shard)
    .where(({ exists }) => exists(stillHeld(db, lease)))
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * Marks rows as sent and clears what they said: it may be personal, and nobody reads it again.
 * Throws LeaseLostError.
 */
export async function markSent(
  db: Kysely<PlatformTables>,
  lease: HeldLease,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  const { numUpdatedRows } = await db
    .with('held', () => stillHeld(db, lease, true) as never)
    .updateTable('outbox')
    .set({ sent_at: sql<Date>`now()`, payload: '', attempts: sql<number>`attempts + 1` })
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(sql<boolean>`exists (select from held)`)
    .executeTakeFirstOrThrow();
  // A row of ours may only be missing when the whole statement did nothing: rows are deleted long
  // after they were sent.
  if (numUpdatedRows === 0n)
    throw new LeaseLostError(
      `lease ${lease.name} was lost before ${ids.length} event(s) could be marked`,
    );
}

/**
 * Sets a row aside that the bus will never take, so that it does not hold up its shard. Throws
 * LeaseLostError.
 */
export async function park(
  db: Kysely<PlatformTables>,
  lease: HeldLease,
  id: number,
  error: string,
): Promise<void> {
  const { numUpdatedRows } = await db
    .with('held', () => stillHeld(db, lease, true) as never)
    .updateTable('outbox')
    .set({ parked_at: sql<Date>`now()`, error, attempts: sql<number>`attempts + 1` })
    .where('id', '=', id)
    .where(sql<boolean>`exists (select from held)`)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n)
    throw new LeaseLostError(`lease ${lease.name} was lost before event ${id} could be set aside`);
}
