import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '../context.js';
import { loadPreferences } from '../preference/find-preferences.js';
import { query } from '../tables.js';

const PAGE = 200;

/**
 * A page of what the user was told: the inbox, by id, and with the first page the mails of which
 * the queue still knows, and which are wanted. A mail is kept as the name of its template, not as its
 * text.
 */
export async function personData(
  ctx: Ctx,
  userId: string,
  after: string | null,
): Promise<PersonDataPage> {
  const rows = await query(ctx)
    .selectFrom('Notification')
    .select(['id', 'kind', 'orderId', 'productId', 'createdAt', 'readAt'])
    .where('userId', '=', userId)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(PAGE + 1)
    .execute();
  const notifications = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? notifications.at(-1)!.id : null;
  if (after !== null) return personDataPage({ notifications }, next);
  const mails = await query(ctx)
    .selectFrom('Mail')
    .select(['template', 'orderId', 'queuedAt', 'sentAt'])
    .where('userId', '=', userId)
    .orderBy('id')
    .limit(1_000)
    .execute();
  const { wanted } = await loadPreferences(ctx, userId);
  const mailPreferences = Object.entries(wanted).map(([purpose, since]) => ({ purpose, since }));
  return personDataPage({ notifications, mails, mailPreferences }, next);
}
