import { inTransaction } from '@emporium/platform/in-transaction';
import { delayAfter } from '@emporium/resilience/backoff';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { finishRequest, lockRequest } from './finish-request.js';
import type { DuePart } from './run-person-requests.job.js';

const BACKOFF = { firstMs: 2_000, maxMs: 1_800_000 };
/** After about six hours; a part that does not answer that long is somebody's to look at. */
const MOST_ATTEMPTS = 20;

/**
 * Notes why a part is not done, and when it is asked again. One that may be given up is, after many
 * attempts, and is named as missing then.
 */
export async function postponePart(
  ctx: Ctx,
  { requestId, subgraph, attempts, pages }: DuePart,
  { message, mayGiveUp }: { message: string; mayGiveUp: boolean },
): Promise<void> {
  const gaveUp = mayGiveUp && attempts >= MOST_ATTEMPTS;
  await inTransaction(ctx, async () => {
    if (!(await lockRequest(ctx, requestId))) return;
    await query(ctx)
      .updateTable('PersonRequestPart')
      .set({
        message,
        dueAt: sql<Date>`now() + ${delayAfter(attempts, BACKOFF)} * interval '1 millisecond'`,
        ...(gaveUp ? { status: 'FAILED' as const } : {}),
      })
      .where('requestId', '=', requestId)
      .where('subgraph', '=', subgraph)
      .where('status', '=', 'WAITING')
      .where('pages', '=', pages)
      .execute();
    if (gaveUp) await finishRequest(ctx, requestId);
  });
}
