import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Keeps the newest version of a user. */
export async function storeRecipient(
  ctx: Ctx,
  { userId, ...known }: { userId: string; version: number; erased: boolean },
): Promise<void> {
  await query(ctx)
    .insertInto('Recipient')
    .values({ userId, ...known })
    .onConflict((conflict) =>
      conflict.column('userId').doUpdateSet(known).where('Recipient.version', '<', known.version),
    )
    .execute();
}
