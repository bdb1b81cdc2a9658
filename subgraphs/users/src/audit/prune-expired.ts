import { sqlRun } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';

/** Removes what has run out: tokens, revocations, sessions 30 days after their end, audit rows after 400 days. Safe to run twice at once. */
export async function pruneExpired(ctx: UsersCtx): Promise<void> {
  await sqlRun(ctx.em, 'delete from users.refresh_token where expires_at < now()');
  await sqlRun(ctx.em, 'delete from users.revocation where expires_at < now()');
  await sqlRun(ctx.em, `delete from users.session where expires_at < now() - interval '30 days'`);
  await sqlRun(ctx.em, `delete from users.security_event where at < now() - interval '400 days'`);
}
