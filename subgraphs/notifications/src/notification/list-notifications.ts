import { userId as userIdOf } from '@emporium/auth/principal';
import { asEntity } from '@emporium/db/as-entity';
import type { EntityTables } from '@emporium/db/entity-tables';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import { connection, pageRequest, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { expressionBuilder } from 'kysely';
import { query, type entities } from '../tables.js';
import { Notification } from './notification.entity.js';

const n = expressionBuilder<{ n: EntityTables<typeof entities>['Notification'] }, 'n'>();

const ORDER: KeysetOrder = {
  name: 'notification',
  value: n.ref('n.createdAt'),
  id: n.ref('n.id'),
  kind: 'instant',
  descending: true,
};

/**
 * The inbox of a user, newest first. Null for everybody but the user. Throws BAD_USER_INPUT for bad
 * page arguments.
 */
export async function listNotifications(
  ctx: Ctx,
  owner: string,
  args: { first?: number | null; after?: string | null; unreadOnly?: boolean | null },
): Promise<ConnectionOf<Notification> | null> {
  if (userIdOf(ctx.principal) !== owner) return null;
  const page = pageRequest(args, ORDER.name, 20);
  const rows = await keysetPage(
    query(ctx).selectFrom('Notification as n').selectAll('n').where('n.userId', '=', owner),
    ORDER,
    page,
  )
    .$if(args.unreadOnly === true, (inbox) => inbox.where('n.readAt', 'is', null))
    .execute();
  return connection(
    rows.map((row) => asEntity(Notification, row)),
    page,
    ({ id, createdAt }) => keysetCursor(ORDER, { id, sortValue: createdAt }),
  );
}
