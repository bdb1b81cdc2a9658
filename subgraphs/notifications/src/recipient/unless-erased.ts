import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { lockRecipient } from './lock-recipient.js';

/**
 * Writes something that belongs to a user, in one transaction; undefined, and nothing is written,
 * for an erased one. Events of a user may come after the tombstone: topics have no common order,
 * and after a restore events are heard again. A guest and everybody (null) are never erased.
 */
export async function unlessErased<T>(
  ctx: Ctx,
  userId: string | null,
  write: () => Promise<T>,
): Promise<T | undefined> {
  if (userId === null) return write();
  return inTransaction(ctx, async () => {
    // A statement of its own: the next one sees what was committed while this one waited.
    await lockRecipient(ctx, userId, 'shared');
    const tombstone = await query(ctx)
      .selectFrom('Recipient')
      .select('userId')
      .where('userId', '=', userId)
      .where('erased', '=', true)
      .executeTakeFirst();
    return tombstone ? undefined : write();
  });
}
