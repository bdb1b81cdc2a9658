import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { storeRecipient } from './store-recipient.js';

/**
 * USER_DELETED: a tombstone, an empty inbox, and no mail of the person left in the queue (a mail server's
 * refusal may name the address) or where this shop keeps the mails that it sends.
 */
export async function eraseRecipient(ctx: Ctx, { id: userId, version }: { id: string; version: number }): Promise<void> {
  // First, so that no mail is sent any more. Then the files, then the rows that know of them: a crash in between repeats it all.
  await storeRecipient(ctx, { userId, version, erased: true });
  const mails = await query(ctx).selectFrom('Mail').select('id').where('userId', '=', userId).execute();
  await ctx.services.mailer.forget(mails.map(({ id }) => id));
  await query(ctx).deleteFrom('Mail').where('userId', '=', userId).execute();
  await query(ctx).deleteFrom('Notification').where('userId', '=', userId).execute();
}
