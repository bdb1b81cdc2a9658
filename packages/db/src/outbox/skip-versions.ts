import { sql } from 'kysely';
import type { SqlEntityManager } from '../entity-manager.js';
import { platformQuery } from '../platform-query.js';

/** Type of outbox rows that stand for events which left before the database was set back. */
const LOST = 'LOST';

/**
 * Writes down that the versions `from` to `to` of an aggregate were published, without telling them
 * again: they left before the database was set back to an earlier moment, so none of them may be
 * given to another change.
 */
export async function skipVersions(
  em: SqlEntityManager,
  {
    topic,
    aggregateId,
    from,
    to,
  }: { topic: string; aggregateId: string; from: number; to: number },
): Promise<void> {
  if (from > to) return;
  const now = sql<Date>`now()`;
  await platformQuery({ em })
    .insertInto('OutboxRow')
    .columns(['topic', 'aggregateId', 'aggregateVersion', 'type', 'payload', 'sentAt'])
    .expression((eb) =>
      eb
        .selectFrom(
          sql<{ version: number }>`generate_series(${from}::integer, ${to}::integer)`.as<'s'>(
            sql`s (version)`,
          ),
        )
        .select([
          sql<string>`${topic}::text`.as('topic'),
          sql<string>`${aggregateId}::text`.as('aggregateId'),
          's.version as aggregateVersion',
          sql<string>`${LOST}::text`.as('type'),
          sql<string>`''`.as('payload'),
          now.as('sentAt'),
        ]),
    )
    .execute();
}
