import type { SqlEntityManager } from './entity-manager.js';
import { sqlRun } from './sql.js';

const BATCH = 1_000;

/**
 * Deletes what is no longer needed, in batches: sent outbox rows and inbox ids after 7 days, idempotency records after 48 hours (the
 * contract promises 24). Parked rows stay until someone looks at them.
 */
export async function pruneMessaging(em: SqlEntityManager, schema: string): Promise<void> {
  await pruneTable(em, schema, 'outbox', 'id', `sent_at < now() - interval '7 days'`);
  await pruneTable(em, schema, 'inbox', 'ctid', `seen_at < now() - interval '7 days'`);
  await pruneTable(em, schema, 'idempotency', 'ctid', `created_at < now() - interval '48 hours'`);
}

async function pruneTable(em: SqlEntityManager, schema: string, table: string, key: string, old: string): Promise<void> {
  const statement = `delete from "${schema}".${table} where ${key} in (select ${key} from "${schema}".${table} where ${old} limit ${BATCH})`;
  while ((await sqlRun(em, statement)) === BATCH);
}
