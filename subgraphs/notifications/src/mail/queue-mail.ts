import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { MailFields, TemplateName } from './templates.js';

/** Puts a mail to a user into the queue, once per event. The address is looked up when it is sent. */
export async function queueMail(
  ctx: Ctx,
  mail: { eventId: string; userId: string; template: TemplateName; fields: Omit<MailFields, 'name'> },
): Promise<void> {
  await query(ctx)
    .insertInto('Mail')
    .values({ id: newId('mail'), ...mail })
    .onConflict((conflict) => conflict.column('eventId').doNothing())
    .execute();
}
