import type { SubgraphDatabase } from '@emporium/db/subgraph-database';
import type { PartHealth } from './running-subgraph.js';

/**
 * A pool that gives nothing for this long while its server takes others is broken in this process;
 * milliseconds.
 */
const BROKEN_AFTER_MS = 60_000;

/**
 * Tells a pool that is broken in this process from a server that is away: for the first a start
 * helps, for the second it does not. `ready` = the store answered just now; `now` in epoch
 * milliseconds.
 */
export function poolHealth(name: string, database: Pick<SubgraphDatabase, 'pool' | 'reach'>) {
  let silentSince: number | undefined;
  return async (ready: boolean, now: number = Date.now()): Promise<PartHealth> => {
    const { used, waiting, max } = database.pool();
    const detail = `${used} of ${max} connections in use, ${waiting} wait`;
    silentSince = ready ? undefined : (silentSince ?? now);
    if (silentSince !== undefined && now - silentSince >= BROKEN_AFTER_MS) {
      const reachable = await database.reach().then(
        () => true,
        () => false,
      );
      if (reachable) {
        const seconds = Math.round((now - silentSince) / 1_000);
        return {
          name: `${name} pool`,
          status: 'down',
          detail: `${detail}; the server answers, this pool does not for ${seconds} s`,
        };
      }
    }
    return { name: `${name} pool`, status: waiting >= max ? 'degraded' : 'ok', detail };
  };
}
