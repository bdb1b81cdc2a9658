import type { Replica } from '@emporium/platform/owned-state';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';

const recipients = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Recipient')
    .select(['userId as id', 'version', 'erased as ended', 'erased as buried']);

/** Users as notifications knows them. */
export const recipientReplica: Replica<NotificationServices> = {
  of: 'users.users',
  title: 'users in notifications',
  page: (ctx, after, limit) =>
    recipients(ctx).where('userId', '>', after).orderBy('userId').limit(limit).execute(),
  find: (ctx, ids) => recipients(ctx).where('userId', 'in', ids).execute(),
  forget: async (ctx, ids) =>
    void (await query(ctx).deleteFrom('Recipient').where('userId', 'in', ids).execute()),
};
