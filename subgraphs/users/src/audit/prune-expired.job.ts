import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { UsersServices } from '../context.js';
import { query } from '../tables.js';
import { pruneAudit } from './prune-audit.js';
import { AUDIT_KINDS } from './seal-audit.job.js';

/**
 * Removes what has run out: tokens, links of mails, secrets of machines, revocations, log-ins and
 * enrolments that were not completed, sessions and API keys 30 days after their end, audit rows when
 * their kind is. Safe to run twice at once.
 */
export const pruneExpired: Job<UsersServices> = {
  name: 'prune-expired',
  everyMs: 3_600_000,
  run: async (ctx) => {
    const now = sql<Date>`now()`;
    await query(ctx).deleteFrom('RefreshToken').where('expiresAt', '<', now).execute();
    await query(ctx).deleteFrom('Revocation').where('expiresAt', '<', now).execute();
    await query(ctx).deleteFrom('UsedPasskeyChallenge').where('expiresAt', '<', now).execute();
    await query(ctx).deleteFrom('RememberedDevice').where('expiresAt', '<', now).execute();
    await query(ctx).deleteFrom('LoginChallenge').where('expiresAt', '<', now).execute();
    await query(ctx)
      .deleteFrom('Factor')
      .where('confirmedAt', 'is', null)
      .where('createdAt', '<', sql<Date>`now() - interval '1 day'`)
      .execute();
    await query(ctx)
      .deleteFrom('FactorReset')
      .where('expiresAt', '<', sql<Date>`now() - interval '400 days'`)
      .execute();
    // A day longer, so that who opens an old link reads that it is too old.
    await query(ctx)
      .deleteFrom('AccountLink')
      .where('expiresAt', '<', sql<Date>`now() - interval '1 day'`)
      .execute();
    await query(ctx)
      .deleteFrom('Session')
      .where('expiresAt', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
    await query(ctx).deleteFrom('MachineSecret').where('expiresAt', '<', now).execute();
    const monthAgo = sql<Date>`now() - interval '30 days'`;
    await query(ctx)
      .deleteFrom('ApiKey')
      .where((eb) => eb.or([eb('expiresAt', '<', monthAgo), eb('revokedAt', '<', monthAgo)]))
      .execute();
    for (const kind of AUDIT_KINDS) await pruneAudit(ctx, kind);
  },
};
