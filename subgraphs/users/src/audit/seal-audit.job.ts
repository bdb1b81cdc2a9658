import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';
import { chainHash } from './chain-hash.js';
import type { AuditKind } from './security-event.entity.js';

/** The kinds of the log; each has a chain of its own, because each is kept for another time. */
export const AUDIT_KINDS: readonly AuditKind[] = ['SECURITY', 'BUSINESS'];
/** Rows of one transaction. */
const BATCH = 200;

/**
 * Ties new rows to the chain of their kind. Not with the row itself: every log-in would wait for the
 * one before it. So a row that is removed within its first second is not missed.
 */
export const sealAudit: Job<UsersServices> = {
  name: 'seal-audit',
  everyMs: 1_000,
  run: async (ctx) => {
    for (const kind of AUDIT_KINDS)
      while ((await inTransaction(ctx, () => sealBatch(ctx, kind))) === BATCH);
  },
};

async function sealBatch(ctx: Ctx, kind: AuditKind): Promise<number> {
  // Two replicas seal one after the other.
  const chain = await query(ctx)
    .selectFrom('AuditChain')
    .selectAll()
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const rows = await query(ctx)
    .selectFrom('SecurityEvent')
    .selectAll()
    .where('kind', '=', kind)
    .where('seq', 'is', null)
    .orderBy('id')
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return 0;
  let { lastSeq, lastHash } = chain;
  for (const row of rows) {
    lastSeq++;
    lastHash = chainHash(lastHash, lastSeq, row);
    await query(ctx)
      .updateTable('SecurityEvent')
      .set({ seq: lastSeq, hash: lastHash })
      .where('id', '=', row.id)
      .execute();
  }
  await query(ctx)
    .updateTable('AuditChain')
    .set({ lastSeq, lastHash })
    .where('kind', '=', kind)
    .execute();
  return rows.length;
}
