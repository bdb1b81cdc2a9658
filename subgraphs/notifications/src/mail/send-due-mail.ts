import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { NotificationServices } from '../services.js';
import { TEMPLATES, type MailFields, type TemplateName } from './templates.js';

const BATCH = 20;
const MAX_ATTEMPTS = 10;
/** Meanwhile another replica leaves the mail alone: longer than a mailer may take for a mail (SEND_TIMEOUT_MS), since a batch goes out at once. */
const CLAIM = `interval '2 minutes'`;

interface DueMail {
  id: string;
  template: TemplateName;
  fields: Omit<MailFields, 'name'>;
  attempts: number;
  email: string | null;
  display_name: string | null;
}

/** Sends the mails that are due; a failed one is tried again later and later, and given up after ten attempts. */
export async function sendDueMail(ctx: Ctx<NotificationServices>): Promise<void> {
  const due = await claim(ctx);
  await Promise.all(due.map((mail) => sendMail(ctx, mail)));
}

async function sendMail(ctx: Ctx<NotificationServices>, mail: DueMail): Promise<void> {
  try {
    // An erased or unknown user has no address: there is nobody to write to.
    if (mail.email) {
      const text = TEMPLATES[mail.template]({ ...mail.fields, name: mail.display_name ?? 'there' });
      await ctx.services.mailer.send({ to: mail.email, messageId: mail.id, ...text });
    }
    await sqlRun(ctx.em, 'update notifications.mail set sent_at = now(), error = null where id = ?', [mail.id]);
  } catch (error) {
    const giveUp = mail.attempts >= MAX_ATTEMPTS;
    ctx.log.warn({ err: error, mail: mail.id, attempts: mail.attempts }, giveUp ? 'mail given up' : 'mail not sent, will try again');
    await sqlRun(
      ctx.em,
      `update notifications.mail set error = ?, failed_at = case when ? then now() end, due_at = now() + make_interval(secs => least(3600, 30 * power(2, attempts))) where id = ?`,
      [(error as Error).message.slice(0, 500), giveUp, mail.id],
    );
  }
}

/** Takes due mails for this process: a crash while sending only delays them. */
function claim(ctx: Ctx<NotificationServices>): Promise<DueMail[]> {
  return sqlRows<DueMail>(
    ctx.em,
    `with due as (
       select id from notifications.mail where sent_at is null and failed_at is null and due_at <= now() order by due_at limit ${BATCH} for update skip locked)
     update notifications.mail m set attempts = m.attempts + 1, due_at = now() + ${CLAIM}
     from due left join lateral (select 1) x on true
     left join notifications.mail src on src.id = due.id
     left join notifications.recipient r on r.user_id = src.user_id and not r.erased
     where m.id = due.id
     returning m.id, m.template, m.fields, m.attempts, r.email, r.display_name`,
  );
}
