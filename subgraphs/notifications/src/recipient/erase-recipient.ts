import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { ERASED } from '../mail/erased.js';
import { CLAIM } from '../mail/send-due-mail.js';
import { query } from '../tables.js';
import { lockRecipient } from './lock-recipient.js';
import { storeRecipient } from './store-recipient.js';

/**
 * USER_DELETED: a tombstone, an empty inbox, no preferences, and no mail of the person left in the queue (a mail
 * server's refusal may name the address) or where this shop keeps the mails that it sends. A mail
 * that is being sent at this moment goes when it was, or when its sender has died.
 */
export async function eraseRecipient(
  ctx: Ctx,
  { id: userId, version }: { id: string; version: number },
): Promise<void> {
  // First, so that no mail is sent or queued any more. Whoever was queueing one has committed it
  // when the lock is ours, and what follows takes it away.
  await inTransaction(ctx, async () => {
    await lockRecipient(ctx, userId, 'exclusive');
    await storeRecipient(ctx, { userId, version, erased: true });
  });
  await query(ctx)
    .updateTable('Mail')
    .set({ error: ERASED, dueAt: sql<Date>`least(due_at, now() + ${CLAIM}::interval)` })
    .where('userId', '=', userId)
    .where('sentAt', 'is', null)
    .where('failedAt', 'is', null)
    .where('attempts', '>', 0)
    .where('dueAt', '>', sql<Date>`now()`)
    .execute();
  // Then the files, then the rows that know of them: a crash in between repeats it all.
  const others = () =>
    query(ctx)
      .selectFrom('Mail')
      .select('id')
      .where('userId', '=', userId)
      .where('error', 'is distinct from', ERASED);
  await ctx.services.mailer.forget((await others().execute()).map(({ id }) => id));
  await query(ctx).deleteFrom('Mail').where('id', 'in', others()).execute();
  await query(ctx).deleteFrom('MailPreferences').where('userId', '=', userId).execute();
  await query(ctx).deleteFrom('CartReminder').where('userId', '=', userId).execute();
  await query(ctx).deleteFrom('Notification').where('userId', '=', userId).execute();
}
