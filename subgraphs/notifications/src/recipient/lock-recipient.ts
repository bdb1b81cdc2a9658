import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Until the end of the transaction either one erases a user (`exclusive`), or many write what is
 * theirs (`shared`): whoever writes behind the lock sees the tombstone, or is seen by the erasure.
 */
export async function lockRecipient(
  ctx: Ctx,
  userId: string,
  mode: 'exclusive' | 'shared',
): Promise<void> {
  const lock = sql.raw(
    mode === 'exclusive' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared',
  );
  await sql`select ${lock}(hashtextextended(${`recipient:${userId}`}, 0))::text`.execute(
    query(ctx),
  );
}
