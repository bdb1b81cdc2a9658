import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { ERASING_PARTS, PERSON_PARTS } from './person-parts.js';

/** Writes an export down with one part for each part of the shop; call it in a transaction. */
export async function openExport(
  ctx: Ctx,
  { id, userId }: { id: string; userId: string },
): Promise<void> {
  const kind = 'EXPORT';
  const requestedBy = ctx.principal.sub ?? 'system';
  await query(ctx).insertInto('PersonRequest').values({ id, kind, userId, requestedBy }).execute();
  await query(ctx)
    .insertInto('PersonRequestPart')
    .values(PERSON_PARTS.map((subgraph) => ({ requestId: id, subgraph })))
    .execute();
}

/**
 * Writes down that a person was erased here and which parts of the shop have to follow; a person
 * that is erased once more, after a database was set back, has them follow once more. Call it in the
 * transaction of the erasure.
 */
export async function openErasure(ctx: Ctx, userId: string): Promise<void> {
  await query(ctx)
    .deleteFrom('PersonRequest')
    .where('userId', '=', userId)
    .where('kind', '=', 'ERASURE')
    .execute();
  const id = newId('prq');
  const requestedBy = ctx.principal.sub ?? 'system';
  await query(ctx)
    .insertInto('PersonRequest')
    .values({ id, kind: 'ERASURE', userId, requestedBy })
    .execute();
  const parts = ERASING_PARTS.map((subgraph) => ({ requestId: id, subgraph }));
  await query(ctx).insertInto('PersonRequestPart').values(parts).execute();
  await query(ctx)
    .insertInto('PersonRequestPart')
    .values({ requestId: id, subgraph: 'users', status: 'DONE', doneAt: sql<Date>`now()` })
    .execute();
}
