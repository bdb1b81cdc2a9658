import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { AuditKind } from './security-event.entity.js';

/** How long rows are kept: what tax law asks for of business, what protects accounts of security. */
export const RETENTION: Record<AuditKind, string> = { SECURITY: '400 days', BUSINESS: '3650 days' };

/**
 * Removes what is older than its kind is kept: the beginning of a chain, whose new beginning is
 * written down in the same transaction.
 */
export async function pruneAudit(ctx: Ctx, kind: AuditKind): Promise<void> {
  await inTransaction(ctx, async () => {
    await query(ctx)
      .selectFrom('AuditChain')
      .select('kind')
      .where('kind', '=', kind)
      .forUpdate()
      .execute();
    const cutoff = sql<Date>`now() - ${RETENTION[kind]}::interval`;
    const sealed = () =>
      query(ctx).selectFrom('SecurityEvent').where('kind', '=', kind).where('seq', 'is not', null);
    const young = await sealed()
      .select('seq')
      .where('at', '>=', cutoff)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    const last = await sealed()
      .select(['seq', 'hash'])
      .$if(young !== undefined, (rows) => rows.where('seq', '<', young!.seq))
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last?.seq == null || last.hash == null) return;
    await query(ctx)
      .deleteFrom('SecurityEvent')
      .where('kind', '=', kind)
      .where('seq', '<=', last.seq)
      .execute();
    await query(ctx)
      .updateTable('AuditChain')
      .set({ firstSeq: last.seq, firstHash: last.hash })
      .where('kind', '=', kind)
      .execute();
  });
}
