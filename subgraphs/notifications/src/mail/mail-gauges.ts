import type { GaugeOf } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';

/** Why a mail was not sent whose address or user had had enough. */
export const OVER_LIMIT = 'over the limit of mails to one address or user';

const A_DAY_AGO = sql<Date>`now() - interval '24 hours'`;
const mails = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Mail')
    .select((eb) => eb.fn.countAll<number>().as('count'));

/** What an operator sees of mails: many over the limit are somebody who uses the shop to write to strangers. */
export const mailGauges: GaugeOf<NotificationServices>[] = [
  {
    name: 'emporium_mails_sent_24h',
    help: 'Mails handed over in the last 24 hours.',
    read: async (ctx) => Number((await mails(ctx).where('sentAt', '>', A_DAY_AGO).executeTakeFirstOrThrow()).count),
  },
  {
    name: 'emporium_mails_over_limit_24h',
    help: 'Mails not sent in the last 24 hours because their address or user had had enough.',
    read: async (ctx) => {
      const refused = mails(ctx).where('error', '=', OVER_LIMIT).where('failedAt', '>', A_DAY_AGO);
      return Number((await refused.executeTakeFirstOrThrow()).count);
    },
  },
];
