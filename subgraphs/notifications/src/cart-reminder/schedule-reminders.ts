import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Has the cart of a user looked at from now on, or no longer. Of which cart they were reminded stays,
 * so that choosing again brings no second mail about it.
 */
export async function scheduleReminders(
  ctx: Ctx,
  userId: string,
  isWanted: boolean,
): Promise<void> {
  const lookAt = isWanted ? ctx.now() : null;
  await query(ctx)
    .insertInto('CartReminder')
    .values({ userId, lookAt, orderedAt: null, remindedCart: null })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ lookAt }))
    .execute();
}
