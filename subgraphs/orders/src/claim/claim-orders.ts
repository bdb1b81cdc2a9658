import { OrderClaimed } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { appendHistory } from '../history/append-history.js';
import { isVisible, type VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';

/** Orders of one transaction: few enough that nobody waits long for their locks. */
const BATCH = 50;

/**
 * Gives the guest orders that were placed with an address to the account that verified it, each
 * once, and returns how many. The address has to be the account's and verified, by what users said
 * just now. An order that is still being placed is left to the next claim.
 */
export async function claimOrders(ctx: Ctx, userId: string, email: string): Promise<number> {
  let claimed = 0;
  for (;;) {
    const batch = await inTransaction(ctx, () => claimBatch(ctx, userId, email));
    claimed += batch;
    if (batch < BATCH) return claimed;
  }
}

async function claimBatch(ctx: Ctx, userId: string, email: string): Promise<number> {
  // An erasure that comes meanwhile waits for this, and then finds the orders by the user.
  const account = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select('deleted')
    .where('id', '=', userId)
    .forShare()
    .executeTakeFirst();
  if (!account || account.deleted) return 0;
  const orders = await query(ctx)
    .selectFrom('OrderRow')
    .selectAll()
    .where(sql<string>`lower(contact_email)`, '=', email)
    .where('isGuest', '=', true)
    .where('placedAt', 'is not', null)
    .where('status', 'not in', ['PLACING', 'REJECTED'])
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .execute();
  for (const order of orders) if (isVisible(order)) await claim(ctx, order, userId);
  return orders.length;
}

async function claim(ctx: Ctx, order: VisibleOrder, userId: string): Promise<void> {
  const { id: orderId, number, status } = order;
  const { version, historyCount: seq } = await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({
      userId,
      isGuest: false,
      version: eb('version', '+', 1),
      historyCount: eb('historyCount', '+', 1),
    }))
    .where('id', '=', orderId)
    .returning(['version', 'historyCount'])
    .executeTakeFirstOrThrow();
  const actor = `user:${userId}`;
  await appendHistory(ctx, { orderId, seq, type: 'CLAIMED', from: status, to: status, actor });
  const data = { orderId, number, userId, version, status };
  ctx.emit(OrderClaimed, { key: orderId, version, data });
}
