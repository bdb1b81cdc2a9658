import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { UserChange, UserDeleted } from '@emporium/users-events';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { claimOrders } from '../claim/claim-orders.js';
import { eraseBuyer } from '../invoice/erase-buyer.js';
import { eraseAddress } from '../order/erase-address.js';
import { query } from '../tables.js';
import { askUser, storeUser } from './ask-user.js';

/** Nobody waits for it but the later events of this user. */
const USER_TIMEOUT_MS = 2_000;

/**
 * USER_CREATED and USER_UPDATED: asks users for the values, which the event does not carry, unless
 * the replica is as new already. Guest orders of a verified address become the account's. While
 * users is away the event waits.
 */
export async function onUserChanged(ctx: Ctx, event: Envelope<UserChange>): Promise<void> {
  const { id, version, emailVerified } = event.data;
  const known = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  // An order that was placed meanwhile may have made the replica as new, but has claimed nothing.
  if (known && known.version >= version && !emailVerified) return;
  const user = await askUser(ctx, id, USER_TIMEOUT_MS);
  if (user?.emailVerified) await claimOrders(ctx, id, user.email);
}

/**
 * USER_DELETED: a tombstone without any personal value, and the same for the frozen data of the
 * user's orders, whose amounts stay for the books. An order that is still to be sent keeps where it
 * goes, and nothing else, until it has left or is cancelled.
 */
export async function onUserDeleted(
  ctx: Ctx,
  event: Envelope<EventData<typeof UserDeleted>>,
): Promise<void> {
  const { id, version } = event.data;
  await inTransaction(ctx, async () => {
    await storeUser(ctx, { id, version, deleted: true, email: null, name: null });
    // Locked before anything is erased: what is being written about these orders, such as an
    // invoice, is committed then and is erased as well.
    await query(ctx)
      .selectFrom('OrderRow')
      .select('id')
      .where('userId', '=', id)
      .orderBy('id')
      .forUpdate()
      .execute();
    await query(ctx)
      .updateTable('OrderHistoryRow')
      .set({ actor: 'user' })
      .where('actor', '=', `user:${id}`)
      .where('orderId', 'in', (eb) =>
        eb.selectFrom('OrderRow as o').select('o.id').where('o.userId', '=', id),
      )
      .execute();
    await eraseBuyer(ctx, id);
    await query(ctx).deleteFrom('DraftOrderRow').where('userId', '=', id).execute();
    const orders = await query(ctx)
      .updateTable('OrderRow')
      .set({
        userId: null,
        contactName: null,
        contactEmail: null,
        billingAddress: null,
        vatNumber: null,
        erasureRequestedAt: sql<Date>`now()`,
        erasingUserId: id,
      })
      .where('userId', '=', id)
      .returning('id')
      .execute();
    for (const order of orders) await eraseAddress(ctx, order.id);
  });
}
