import type { Envelope } from '@emporium/bus/envelope';
import type { UserReplica } from '@emporium/users/events';
import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { nameOf } from './find-contact.js';

const UPSERT = `insert into orders.denormalized_users (id, version, deleted, email, name) values (?, ?, ?, ?, ?)
  on conflict (id) do update set version = excluded.version, deleted = excluded.deleted, email = excluded.email, name = excluded.name
  where denormalized_users.version < excluded.version`;

/** USER_CREATED and USER_UPDATED: keeps the newest version. */
export async function onUserChanged(ctx: Ctx, event: Envelope<UserReplica>): Promise<void> {
  const { id, email } = event.data;
  await sqlRun(ctx.em, UPSERT, [id, event.data.version, false, email, nameOf(event.data)]);
}

/**
 * USER_DELETED: a tombstone without any personal value, and the same for the frozen data of the user's orders, whose amounts stay for the
 * books.
 */
export async function onUserDeleted(ctx: Ctx, event: Envelope<{ id: string; version: number }>): Promise<void> {
  const { id, version } = event.data;
  await inTransaction(ctx, async () => {
    await sqlRun(ctx.em, UPSERT, [id, version, true, null, null]);
    await sqlRun(
      ctx.em,
      `update orders.order_history set actor = 'user' where actor = ? and order_id in (select id from orders.orders where user_id = ?)`,
      [`user:${id}`, id],
    );
    await sqlRun(
      ctx.em,
      `update orders.orders set user_id = null, contact_name = null, contact_email = null, shipping_address = null, billing_address = null
       where user_id = ?`,
      [id],
    );
  });
}
