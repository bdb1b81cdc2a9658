import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Lets either one transaction change endpoints (`exclusive`), or many record events (`shared`). So
 * an event is queued for exactly the endpoints that are there when it is recorded, and
 * `clock_timestamp()` taken behind the lock tells for ever which came first.
 */
export async function lockEndpoints(ctx: Ctx, mode: 'exclusive' | 'shared'): Promise<void> {
  const lock = sql.raw(
    mode === 'exclusive' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared',
  );
  await sql`select ${lock}(hashtext('notifications-webhook-endpoints'))::text`.execute(query(ctx));
}
