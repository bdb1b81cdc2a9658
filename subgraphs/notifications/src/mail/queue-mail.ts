import { createHash } from 'node:crypto';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import { sql, type Expression } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { AccountMail, MailFields, TemplateName } from './mail-template.js';

/**
 * Mails of which an order gets one: when its event is told again (by a person, or since a database
 * was set back) or the same thing happens again, its buyer knows already.
 */
const ONCE_PER_ORDER: readonly TemplateName[] = ['order-confirmed', 'order-paid', 'payment-failed'];

/**
 * Who pays, or pays again, within this time is not asked for it: the mail has become old news when
 * it is due.
 */
const PATIENCE: Partial<Record<TemplateName, Expression<Date>>> = {
  'order-confirmed': sql<Date>`now() + interval '2 minutes'`,
  'payment-failed': sql<Date>`now() + interval '2 minutes'`,
};

/**
 * Id of the mail that an event brings: the same whenever it is queued, so that the Message-ID made
 * of it tells a reader who gets it twice.
 */
const mailIdOf = (eventId: string) =>
  `mail_${createHash('sha256').update(eventId).digest('hex').slice(0, 32)}`;

/**
 * Puts a mail about an order into the queue, once per event. Address and contents are looked up
 * when it is sent.
 */
export async function queueMail(
  ctx: Ctx,
  mail: {
    eventId: string;
    userId: string | null;
    orderId: string;
    template: TemplateName;
    fields: MailFields;
  },
): Promise<void> {
  if (ONCE_PER_ORDER.includes(mail.template) && (await isKnown(ctx, mail))) return;
  await query(ctx)
    .insertInto('Mail')
    .values({
      id: mailIdOf(mail.eventId),
      ...mail,
      traceparent: currentTraceparent() ?? null,
      dueAt: PATIENCE[mail.template] ?? sql<Date>`now()`,
    })
    .onConflict((conflict) => conflict.column('eventId').doNothing())
    .execute();
}

/**
 * Puts a mail to the owner of an account into the queue, once per event. Address and token are
 * asked for when it is sent, so that no row holds them.
 */
export async function queueAccountMail(
  ctx: Ctx,
  mail: { eventId: string; userId: string; requestId: string; template: AccountMail },
): Promise<void> {
  await query(ctx)
    .insertInto('Mail')
    .values({
      id: mailIdOf(mail.eventId),
      ...mail,
      fields: {},
      traceparent: currentTraceparent() ?? null,
    })
    .onConflict((conflict) => conflict.column('eventId').doNothing())
    .execute();
}

async function isKnown(
  ctx: Ctx,
  { orderId, template }: { orderId: string; template: TemplateName },
): Promise<boolean> {
  const known = await query(ctx)
    .selectFrom('Mail')
    .select('id')
    .where('orderId', '=', orderId)
    .where('template', '=', template)
    .executeTakeFirst();
  return known !== undefined;
}
