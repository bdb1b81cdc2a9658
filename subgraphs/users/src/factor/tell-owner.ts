import type { Ctx } from '../context.js';
import { issueLink } from '../link/issue-link.js';
import { query } from '../tables.js';

/**
 * Asks for a mail that tells the owner of an account that its second factors changed; call it in
 * the transaction of the change. Whoever changed them may be a thief, and the owner none the wiser.
 */
export async function tellOwner(ctx: Ctx, userId: string): Promise<void> {
  const user = await query(ctx)
    .selectFrom('User')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirst();
  if (user?.email) await issueLink(ctx, 'FACTORS_CHANGED', { userId, address: user.email });
}
