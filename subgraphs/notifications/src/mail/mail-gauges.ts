import type { GaugeOf } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { CART_MAIL } from './mail-template.js';

/** Why a mail was not sent whose address or user had had enough. */
export const OVER_LIMIT = 'over the limit of mails to one address or user';

const A_DAY_AGO = sql<Date>`now() - interval '24 hours'`;

/** How the mails fare. Many over the limit are somebody who uses the shop to write to strangers. */
export const mailGauges: GaugeOf<NotificationServices>[] = [
  {
    name: 'emporium_mails_waiting',
    help: 'Mails that are queued and not sent yet.',
    read: (ctx) => count(unsent(ctx)),
  },
  {
    name: 'emporium_mails_retrying',
    help: 'Mails among them that have failed at least once.',
    read: (ctx) => count(unsent(ctx).where('attempts', '>=', 2)),
  },
  {
    name: 'emporium_mails_given_up',
    help: 'Mails that were given up after ten attempts.',
    read: (ctx) =>
      count(
        mails(ctx).where('failedAt', 'is not', null).where('error', 'is distinct from', OVER_LIMIT),
      ),
  },
  {
    name: 'emporium_mails_sent_24h',
    help: 'Mails handed over in the last 24 hours.',
    read: (ctx) => count(mails(ctx).where('sentAt', '>', A_DAY_AGO)),
  },
  {
    name: 'emporium_mails_over_limit_24h',
    help: 'Mails not sent in the last 24 hours because their address or user had had enough.',
    read: (ctx) =>
      count(mails(ctx).where('error', '=', OVER_LIMIT).where('failedAt', '>', A_DAY_AGO)),
  },
  {
    name: 'emporium_cart_reminders_sent_24h',
    help: 'Reminders of abandoned carts handed over in the last 24 hours.',
    read: (ctx) =>
      count(mails(ctx).where('template', '=', CART_MAIL).where('sentAt', '>', A_DAY_AGO)),
  },
  {
    name: 'emporium_low_stock_variants',
    help: 'Variants with LOW_STOCK_AT units or fewer.',
    read: async (ctx) => {
      const found = await query(ctx)
        .selectFrom('LowStock')
        .where('isLow', '=', true)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(found.count);
    },
  },
  {
    name: 'emporium_mail_unsubscriptions_24h',
    help: 'Addresses that were unsubscribed from a kind of mails in the last 24 hours.',
    read: async (ctx) => {
      const found = await query(ctx)
        .selectFrom('MailUnsubscription')
        .where('unsubscribedAt', '>', A_DAY_AGO)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(found.count);
    },
  },
];

const mails = (ctx: Ctx) => query(ctx).selectFrom('Mail');
const unsent = (ctx: Ctx) => mails(ctx).where('sentAt', 'is', null).where('failedAt', 'is', null);

async function count(rows: ReturnType<typeof mails>): Promise<number> {
  const found = await rows
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(found.count);
}
