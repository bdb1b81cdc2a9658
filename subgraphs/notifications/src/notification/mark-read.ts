import { userId as userIdOf } from '@emporium/auth/principal';
import { badUserInput } from '@emporium/graphql/app-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

const MAX_IDS = 100;

/**
 * Marks the caller's notifications as read; returns how many were unread. Ids of others or unknown
 * ones count nothing.
 */
export async function markRead(ctx: Ctx, ids: readonly string[]): Promise<number> {
  if (ids.length > MAX_IDS) throw badUserInput(`At most ${MAX_IDS} ids at once.`);
  const owner = userIdOf(ctx.principal);
  if (!owner || ids.length === 0) return 0;
  const { numUpdatedRows } = await query(ctx)
    .updateTable('Notification')
    .set({ readAt: sql<Date>`now()` })
    .where('userId', '=', owner)
    .where('readAt', 'is', null)
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
