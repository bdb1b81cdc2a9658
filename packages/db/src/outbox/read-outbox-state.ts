import { sql } from 'kysely';
import { platformQuery } from '../platform-query.js';
import type { SubgraphDatabase } from '../subgraph-database.js';

/**
 * What waits in an outbox, read from its table and not from the memory of the process that was at
 * work.
 */
export interface OutboxState {
  /** Age of the oldest event that has not been sent, in seconds; 0 when none waits. */
  oldestUnsentSeconds: number;
  /** Events that have not been sent. */
  unsent: number;
  /** Events that the bus refused for good and that nobody has sent again yet. */
  parked: number;
}

/** Reads the state of a subgraph's outbox; all parts are answered by small partial indexes. */
export async function readOutboxState(
  database: Pick<SubgraphDatabase, 'fork' | 'name'>,
): Promise<OutboxState> {
  return platformQuery({ em: database.fork() })
    .selectNoFrom((eb) => [
      eb
        .selectFrom('OutboxRow')
        .select((row) =>
          sql<number>`coalesce(extract(epoch from clock_timestamp() - min(${row.ref('createdAt')})), 0)::float8`.as(
            'age',
          ),
        )
        .where('sentAt', 'is', null)
        .where('parkedAt', 'is', null)
        .$asScalar()
        .$notNull()
        .as('oldestUnsentSeconds'),
      eb
        .selectFrom('OutboxRow')
        .select((count) => count.fn.countAll<number>().as('unsent'))
        .where('sentAt', 'is', null)
        .where('parkedAt', 'is', null)
        .$asScalar()
        .$notNull()
        .as('unsent'),
      eb
        .selectFrom('OutboxRow')
        .select((count) => count.fn.countAll<number>().as('parked'))
        .where('parkedAt', 'is not', null)
        .$asScalar()
        .$notNull()
        .as('parked'),
    ])
    .executeTakeFirstOrThrow();
}
