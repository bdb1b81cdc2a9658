import { listParked } from '@emporium/db/outbox/resend-parked';
import { readOutboxState } from '@emporium/db/outbox/read-outbox-state';
import type { SubgraphDatabase } from '@emporium/db/subgraph-database';

const MAX_WAIT_SECONDS = 60;
const MAX_LISTED = 100;

/**
 * I12 at rest, for every subgraph alike: no event waits longer than the relay needs, none was set
 * aside.
 */
export const OUTBOX_INVARIANT = { id: 'I12', title: 'no event is stuck' };

/** One line per violation of the outbox invariant. */
export async function checkOutbox(database: SubgraphDatabase): Promise<string[]> {
  const { oldestUnsentSeconds } = await readOutboxState(database);
  const parked = await listParked(database, MAX_LISTED);
  return [
    ...(oldestUnsentSeconds > MAX_WAIT_SECONDS
      ? [`the oldest unsent event waits for ${Math.round(oldestUnsentSeconds)} s`]
      : []),
    ...parked.map(
      ({ id, type, error }) =>
        `event ${id} (${type}) was set aside: ${error ?? 'no reason kept'}; npm run outbox -- resend ${database.name}`,
    ),
  ];
}
