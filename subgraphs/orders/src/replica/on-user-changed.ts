import type { Envelope } from '@emporium/bus/envelope';
import type { UserReplica } from '@emporium/users/events';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Insertable } from 'kysely';
import type { EntityTables } from '@emporium/db/entity-tables';
import { query, type entities } from '../tables.js';
import { nameOf } from './find-contact.js';

/** Keeps the newest version of a user. */
async function store(ctx: Ctx, user: Insertable<EntityTables<typeof entities>['DenormalizedUser']>): Promise<void> {
  const { id, ...known } = user;
  await query(ctx)
    .insertInto('DenormalizedUser')
    .values({ id, ...known })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(known).where('DenormalizedUser.version', '<', known.version))
    .execute();
}

/** USER_CREATED and USER_UPDATED: keeps the newest version. */
export async function onUserChanged(ctx: Ctx, event: Envelope<UserReplica>): Promise<void> {
  const { id, email } = event.data;
  await store(ctx, { id, version: event.data.version, deleted: false, email, name: nameOf(event.data) });
}

/**
 * USER_DELETED: a tombstone without any personal value, and the same for the frozen data of the user's orders, whose amounts stay for the
 * books.
 */
export async function onUserDeleted(ctx: Ctx, event: Envelope<{ id: string; version: number }>): Promise<void> {
  const { id, version } = event.data;
  await inTransaction(ctx, async () => {
    await store(ctx, { id, version, deleted: true, email: null, name: null });
    await query(ctx)
      .updateTable('OrderHistoryRow')
      .set({ actor: 'user' })
      .where('actor', '=', `user:${id}`)
      .where('orderId', 'in', (eb) => eb.selectFrom('OrderRow as o').select('o.id').where('o.userId', '=', id))
      .execute();
    await query(ctx)
      .updateTable('OrderRow')
      .set({ userId: null, contactName: null, contactEmail: null, shippingAddress: null, billingAddress: null })
      .where('userId', '=', id)
      .execute();
  });
}
