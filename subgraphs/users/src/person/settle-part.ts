import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { finishRequest, lockRequest } from './finish-request.js';
import type { DuePart } from './run-person-requests.job.js';

/**
 * Keeps the page that a part of an export gave, and with its last one, or with nothing left to erase, ends the part. Nothing is kept when
 * somebody else was faster, or the person was erased meanwhile.
 */
export async function settlePart(
  ctx: Ctx,
  { requestId, subgraph, pages }: DuePart,
  { data, next }: { data?: string; next: string | null },
): Promise<void> {
  await inTransaction(ctx, async () => {
    if (!(await lockRequest(ctx, requestId))) return;
    const isLast = next === null;
    const { numUpdatedRows } = await query(ctx)
      .updateTable('PersonRequestPart')
      .set({
        cursor: next,
        pages: pages + 1,
        attempts: 0,
        message: null,
        dueAt: sql<Date>`now()`,
        ...(isLast ? { status: 'DONE' as const, doneAt: sql<Date>`now()` } : {}),
      })
      .where('requestId', '=', requestId)
      .where('subgraph', '=', subgraph)
      .where('status', '=', 'WAITING')
      .where('pages', '=', pages)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    if (data !== undefined)
      await query(ctx)
        .insertInto('PersonExportPage')
        .values({ requestId, subgraph, position: pages, data })
        .execute();
    if (isLast) await finishRequest(ctx, requestId);
  });
}
