import { sql } from 'kysely';
import type { UsersCtx } from '../services.js';
import { query } from '../tables.js';

/** Removes what has run out: tokens, revocations, sessions 30 days after their end, audit rows after 400 days. Safe to run twice at once. */
export async function pruneExpired(ctx: UsersCtx): Promise<void> {
  const now = sql<Date>`now()`;
  await query(ctx).deleteFrom('RefreshToken').where('expiresAt', '<', now).execute();
  await query(ctx).deleteFrom('Revocation').where('expiresAt', '<', now).execute();
  await query(ctx)
    .deleteFrom('Session')
    .where('expiresAt', '<', sql<Date>`now() - interval '30 days'`)
    .execute();
  await query(ctx)
    .deleteFrom('SecurityEvent')
    .where('at', '<', sql<Date>`now() - interval '400 days'`)
    .execute();
}
