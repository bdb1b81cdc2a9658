import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** How long the file of an export is kept. */
const EXPORT_LIFE = '7 days';

/**
 * Locks a request until the transaction ends, so that of two parts that end at once the second sees
 * the first. False when it is over or gone.
 */
export async function lockRequest(ctx: Ctx, id: string): Promise<boolean> {
  const request = await query(ctx)
    .selectFrom('PersonRequest')
    .select('status')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return request?.status === 'RUNNING';
}

/** Ends a locked request when none of its parts is open. */
export async function finishRequest(ctx: Ctx, id: string): Promise<void> {
  const parts = await query(ctx)
    .selectFrom('PersonRequestPart')
    .select('status')
    .where('requestId', '=', id)
    .execute();
  if (parts.some(({ status }) => status === 'WAITING')) return;
  await query(ctx)
    .updateTable('PersonRequest')
    .set((eb) => ({
      status: parts.some((part) => part.status === 'FAILED') ? 'INCOMPLETE' : 'DONE',
      finishedAt: sql<Date>`now()`,
      expiresAt: eb
        .case()
        .when('kind', '=', 'EXPORT')
        .then(sql<Date>`now() + ${EXPORT_LIFE}::interval`)
        .else(null)
        .end(),
    }))
    .where('id', '=', id)
    .execute();
}
