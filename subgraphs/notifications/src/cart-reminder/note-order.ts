import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Notes that a user has ordered: the cart, which keeps its goods until the order is paid, is not
 * abandoned. After a paid order what comes into the cart next is a new cart to be reminded of.
 */
export async function noteOrder(
  ctx: Ctx,
  { userId, at, isPaid }: { userId: string | null; at: Date; isPaid: boolean },
): Promise<void> {
  if (userId === null) return;
  await query(ctx)
    .updateTable('CartReminder')
    .set((eb) => ({
      orderedAt: eb.fn<Date>('greatest', ['orderedAt', eb.val(at)]),
      ...(isPaid ? { remindedCart: null } : {}),
    }))
    .where('userId', '=', userId)
    .execute();
}
