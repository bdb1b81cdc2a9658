import { newId } from '@emporium/db/new-id';
import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { MailFields, TemplateName } from './templates.js';

/** Puts a mail to a user into the queue, once per event. The address is looked up when it is sent. */
export async function queueMail(
  ctx: Ctx<unknown>,
  mail: { eventId: string; userId: string; template: TemplateName; fields: Omit<MailFields, 'name'> },
): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into notifications.mail (id, event_id, user_id, template, fields) values (?, ?, ?, ?, ?::jsonb) on conflict (event_id) do nothing`,
    [newId('mail'), mail.eventId, mail.userId, mail.template, JSON.stringify(mail.fields)],
  );
}
