import { createHash } from 'node:crypto';
import type { EntityTables } from '@emporium/db/entity-tables';
import { settingsOf } from '@emporium/platform/config/settings';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import { sql, type Expression, type InsertObject } from 'kysely';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { unlessErased } from '../recipient/unless-erased.js';
import { query, type entities } from '../tables.js';
import {
  CART_MAIL,
  type AccountMail,
  type MailFields,
  type StaffMail,
  type TemplateName,
} from './mail-template.js';

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
  await insertMail(ctx, { ...mail, dueAt: PATIENCE[mail.template] ?? sql<Date>`now()` });
}

/**
 * Puts a mail to the owner of an account into the queue, once per event. Address and token are
 * asked for when it is sent, so that no row holds them.
 */
export async function queueAccountMail(
  ctx: Ctx,
  mail: { eventId: string; userId: string; requestId: string; template: AccountMail },
): Promise<void> {
  await insertMail(ctx, { ...mail, fields: {} });
}

/** Puts the reminder of a cart into the queue, once per version of the cart. */
export async function queueCartMail(
  ctx: Ctx,
  { userId, cartHash, cartVersion }: { userId: string; cartHash: string; cartVersion: number },
): Promise<void> {
  await insertMail(ctx, {
    eventId: `${CART_MAIL} ${cartHash} ${cartVersion}`,
    template: CART_MAIL,
    fields: { cartVersion },
    userId,
    cartHash,
  });
}

/**
 * Queues a mail to each address of MAIL_STAFF, once per cause; without any, the log and the metrics
 * have to do.
 */
export async function queueStaffMails(
  ctx: Ctx,
  {
    cause,
    ...mail
  }: {
    cause: string;
    template: StaffMail;
    orderId?: string;
    endpointId?: string;
    reportId?: string;
    fields?: MailFields;
  },
): Promise<void> {
  const { MAIL_STAFF: addresses } = settingsOf(ctx.config, notificationsConfig);
  for (const staffAddress of addresses)
    await insertMail(ctx, {
      fields: {},
      ...mail,
      eventId: `${cause} ${staffAddress}`,
      staffAddress,
    });
}

/** A user who was erased meanwhile gets none. */
async function insertMail(
  ctx: Ctx,
  mail: Omit<InsertObject<EntityTables<typeof entities>, 'Mail'>, 'id' | 'traceparent'> & {
    eventId: string;
    userId?: string | null;
  },
): Promise<void> {
  await unlessErased(ctx, mail.userId ?? null, () =>
    query(ctx)
      .insertInto('Mail')
      .values({ id: mailIdOf(mail.eventId), ...mail, traceparent: currentTraceparent() ?? null })
      .onConflict((conflict) => conflict.column('eventId').doNothing())
      .execute(),
  );
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
