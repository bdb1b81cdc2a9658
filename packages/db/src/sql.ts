import type { SqlEntityManager } from './entity-manager.js';

/**
 * Runs one raw SQL statement (`?` parameters) in the entity manager's transaction, or on its own
 * when there is none. Returns the rows. Table names must carry the schema: `catalog.variant`.
 */
export async function sqlRows<T = Record<string, unknown>>(
  em: SqlEntityManager,
  statement: string,
  params: readonly unknown[] = [],
): Promise<T[]> {
  return em.getConnection().execute<T[]>(statement, [...params], 'all', em.getTransactionContext());
}

/** Runs one raw SQL statement that changes rows; returns how many it changed. */
export async function sqlRun(
  em: SqlEntityManager,
  statement: string,
  params: readonly unknown[] = [],
): Promise<number> {
  const result = await em
    .getConnection()
    .execute<{ affectedRows: number }>(statement, [...params], 'run', em.getTransactionContext());
  return result.affectedRows;
}
