import { traceWork } from '@emporium/telemetry/trace-work';
import type { SqlEntityManager } from './entity-manager.js';

/**
 * Runs `work` in one transaction of the entity manager, which rolls back when it rejects; inside
 * another one it is a savepoint.
 */
export function transactional<T>(
  em: SqlEntityManager,
  work: (tx: SqlEntityManager) => Promise<T>,
): Promise<T> {
  const attributes = { 'db.system.name': 'postgresql', 'db.namespace': em.name };
  return traceWork('transaction', { kind: 'client', attributes }, () =>
    em.transactional((tx) => work(tx as SqlEntityManager)),
  );
}
