import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import type { Ctx } from './context.js';

/**
 * Runs `work` in one database transaction: everything that uses `ctx.em` inside takes part, and
 * emitted events leave only if it commits. Never call another subgraph inside: on the embedded
 * database that would wait for itself.
 */
export async function inTransaction<T>(
  ctx: Pick<Ctx, 'em'>,
  work: (em: SqlEntityManager) => Promise<T>,
): Promise<T> {
  return transactional(ctx.em, work);
}
