import type { Ctx } from '../context.js';
import { voidAwaited } from '../offline/void-awaited.js';
import { query } from '../tables.js';
import { committedOf } from './amounts-of-order.js';
import type { OrderToPay } from './order-to-pay.js';
import { LIVE_STATUSES, PaymentStatus } from './payment-status.js';

const UNDER_WAY = [PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION];

/** What is left to pay of an order, or which payment stands in the way. */
export type Claimed = { due: number } | { blockedBy: string };

/**
 * Locks the order's row in the running transaction and keeps what orders says of it. Returns whether
 * it was cancelled.
 */
export async function lockOrder(ctx: Ctx, order: OrderToPay): Promise<boolean> {
  const { cancelled } = await query(ctx)
    .insertInto('Payable')
    .values({
      orderId: order.id,
      userId: order.customer?.id ?? null,
      total: order.total.minor,
      round: order.round,
    })
    .onConflict((conflict) =>
      conflict.column('orderId').doUpdateSet((eb) => ({
        userId: eb.fn.coalesce('excluded.userId', 'Payable.userId'),
        total: eb.ref('excluded.total'),
        round: eb.ref('excluded.round'),
      })),
    )
    .returning('cancelled')
    .executeTakeFirstOrThrow();
  return cancelled;
}

/**
 * What no payment of a locked order covers, or could still cover: each attempt is for that, so that
 * all of them together never exceed the total. A transfer that is only awaited makes way for another
 * method.
 */
export async function claimBalance(ctx: Ctx, order: OrderToPay, method: string): Promise<Claimed> {
  await voidAwaited(ctx, order.id, { except: method });
  const due = order.total.minor - (await committedOf(ctx, order.id));
  const blocking = await query(ctx)
    .selectFrom('PaymentRow')
    .select('id')
    .where('orderId', '=', order.id)
    .where('status', 'in', LIVE_STATUSES)
    // With something left to pay only a payment that is not a gift card's stands in the way: one of
    // this round, or one of an earlier round that is still under way.
    .$if(due > 0, (open) =>
      open
        .where('kind', '<>', 'GIFT_CARD')
        .where('status', '<>', PaymentStatus.REFUNDED)
        .where((eb) => eb.or([eb('round', '=', order.round), eb('status', 'in', UNDER_WAY)])),
    )
    .orderBy('attempt', 'desc')
    .executeTakeFirst();
  return blocking ? { blockedBy: blocking.id } : { due };
}
