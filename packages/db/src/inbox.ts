import type { SqlEntityManager } from './entity-manager.js';
import { platformQuery } from './platform-query.js';
import { transactional } from './transactional.js';

/**
 * Runs `effect` once per (consumer, event id): the id is recorded in the transaction of the effect,
 * so a second delivery finds it and does nothing. Returns false for a repeated event.
 */
export async function onceInTransaction(
  em: SqlEntityManager,
  consumer: string,
  eventId: string,
  effect: () => Promise<void>,
): Promise<boolean> {
  return transactional(em, async (tx) => {
    const fresh = await platformQuery({ em: tx })
      .insertInto('InboxRow')
      .values({ consumer, eventId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (Number(fresh.numInsertedOrUpdatedRows) === 0) return false;
    await effect();
    return true;
  });
}
