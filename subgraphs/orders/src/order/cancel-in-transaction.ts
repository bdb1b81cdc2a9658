import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { changeStatus } from './change-status.js';
import { emitCancelled, type CancelReason } from './emit-order-event.js';
import { orders } from './order-expressions.js';
import { OrderStatus } from './order-status.js';
import type { VisibleOrder } from './order.entity.js';
import { giveBack } from '../redemption/redeem.js';

const isOver = orders('o.expiresAt', '<=', sql<Date>`now()`);
/** With a parcel on its way the rest is cancelled line by line. */
const isHere = orders('o.parcels', '=', 0);

/** Who cancels and why. */
export interface Cancellation {
  orderId: string;
  actor: string;
  reason: CancelReason;
  note?: string | null;
  expectedVersion?: number;
}

/**
 * Cancels the order in the running transaction, once (EXPIRED: only an unpaid one past its time):
 * of callers at once one gets the order, the others undefined.
 */
export async function cancelInTransaction(
  ctx: Ctx,
  cancellation: Cancellation,
): Promise<VisibleOrder | undefined> {
  const { reason, ...rest } = cancellation;
  const expired = reason === 'EXPIRED';
  const changed = await changeStatus(ctx, {
    ...rest,
    to: OrderStatus.CANCELLED,
    ...(expired
      ? { type: 'EXPIRED', from: [OrderStatus.PENDING], when: isOver }
      : { when: isHere }),
  });
  if (!changed) return undefined;
  await giveBack(ctx, changed.order.id);
  await emitCancelled(ctx, changed.order, reason);
  return changed.order;
}
