import { personRemains, type PersonRemains } from '@emporium/graphql/person-remains.type';
import type { Ctx } from '../context.js';
import { ERASED } from '../mail/erased.js';
import { query } from '../tables.js';

/** What notifications still keeps of an erased person, until USER_DELETED is handled. */
export async function findRemains(ctx: Ctx, userId: string): Promise<PersonRemains> {
  const recipient = await query(ctx)
    .selectFrom('Recipient')
    .select('erased')
    .where('userId', '=', userId)
    .executeTakeFirst();
  const mail = await query(ctx)
    .selectFrom('Mail')
    .select('id')
    .where('userId', '=', userId)
    .where('error', 'is distinct from', ERASED)
    .limit(1)
    .executeTakeFirst();
  const notification = await query(ctx)
    .selectFrom('Notification')
    .select('id')
    .where('userId', '=', userId)
    .limit(1)
    .executeTakeFirst();
  const preferences = await query(ctx)
    .selectFrom('MailPreferences')
    .select('userId')
    .where('userId', '=', userId)
    .executeTakeFirst();
  const reminder = await query(ctx)
    .selectFrom('CartReminder')
    .select('userId')
    .where('userId', '=', userId)
    .executeTakeFirst();
  return personRemains({
    recipient: !recipient?.erased,
    mails: !!mail,
    inbox: !!notification,
    mailPreferences: !!preferences,
    cartReminder: !!reminder,
  });
}
