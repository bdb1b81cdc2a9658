import { sql, type Expression, type SqlBool } from 'kysely';
import type { SqlEntityManager } from './entity-manager.js';
import type { platformEntities } from './platform-entities.js';
import { platformQuery } from './platform-query.js';

const BATCH = 1_000;

/**
 * Deletes what is no longer needed, in batches: sent outbox rows and inbox ids after 7 days,
 * idempotency records after 48 hours (the contract promises 24). Parked rows stay until someone
 * looks at them.
 */
export async function pruneMessaging(em: SqlEntityManager): Promise<void> {
  await pruneTable(em, 'OutboxRow', sql`${sql.ref('sentAt')} < now() - interval '7 days'`);
  await pruneTable(em, 'InboxRow', sql`${sql.ref('seenAt')} < now() - interval '7 days'`);
  await pruneTable(
    em,
    'IdempotencyRecord',
    sql`${sql.ref('createdAt')} < now() - interval '48 hours'`,
  );
}

async function pruneTable(
  em: SqlEntityManager,
  table: keyof typeof platformEntities,
  old: Expression<SqlBool>,
): Promise<void> {
  const db = platformQuery({ em });
  // The row's place: the shortest key of a batch, whatever the primary key is.
  const place = sql<string>`ctid`;
  const batch = db.selectFrom(table).select(place.as('place')).where(old).limit(BATCH);
  for (;;) {
    const { numDeletedRows } = await db
      .deleteFrom(table)
      .where(place, 'in', batch)
      .executeTakeFirstOrThrow();
    if (Number(numDeletedRows) < BATCH) return;
  }
}
