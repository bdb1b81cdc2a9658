import { userId as userIdOf } from '@emporium/auth/principal';
import { connection, cursorInstant, encodeCursor, pageRequest, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import type { FilterQuery } from '@mikro-orm/core';
import { Notification } from './notification.entity.js';

const ORDER = 'notification';

/** The inbox of a user, newest first. Null for everybody but the user. Throws BAD_USER_INPUT for bad page arguments. */
export async function listNotifications(
  ctx: Ctx<unknown>,
  owner: string,
  args: { first?: number | null; after?: string | null; unreadOnly?: boolean | null },
): Promise<ConnectionOf<Notification> | null> {
  if (userIdOf(ctx.principal) !== owner) return null;
  const page = pageRequest(args, ORDER, 20);
  const conditions: FilterQuery<Notification>[] = [{ userId: owner }];
  if (args.unreadOnly) conditions.push({ readAt: null });
  if (page.position) {
    const at = cursorInstant(page.position);
    conditions.push({ $or: [{ createdAt: { $lt: at } }, { createdAt: at, id: { $lt: page.position.id } }] });
  }
  const rows = await ctx.em.find(Notification, { $and: conditions }, { orderBy: { createdAt: 'desc', id: 'desc' }, limit: page.size + 1 });
  return connection(rows, page, (row) => encodeCursor(ORDER, row.createdAt, row.id));
}
