import type { SqlEntityManager } from './entity-manager.js';
import { sqlRun } from './sql.js';

/**
 * Runs `effect` once per (consumer, event id): the id is recorded in the transaction of the effect, so a second delivery finds it and does
 * nothing. Returns false for a repeated event.
 */
export async function onceInTransaction(
  em: SqlEntityManager,
  schema: string,
  consumer: string,
  eventId: string,
  effect: () => Promise<void>,
): Promise<boolean> {
  return em.transactional(async (tx) => {
    const fresh = await sqlRun(
      tx as SqlEntityManager,
      `insert into "${schema}".inbox (consumer, event_id) values (?, ?) on conflict do nothing`,
      [consumer, eventId],
    );
    if (fresh === 0) return false;
    await effect();
    return true;
  });
}
