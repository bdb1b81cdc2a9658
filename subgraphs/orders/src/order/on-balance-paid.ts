import type { Ctx } from '@emporium/platform/context';
import { settleEdits } from '../edit/settle-edits.js';
import { remark } from '../history/append-history.js';
import { OrderRefundReason } from '../refund/order-refund.type.js';
import { requestRefund } from '../refund/request-refund.js';
import { query } from '../tables.js';
import { payableOf } from './amount-due.js';
import { loadPlacedOrder } from './load-order.js';
import type { VisibleOrder } from './order.entity.js';

/** A payment of an order that was paid before and then changed by staff. */
export interface BalancePayment {
  paymentId: string;
  amount: { minor: number; currency: string };
  /** What all payments of the order cover with it. */
  covered: { minor: number; currency: string };
}

/**
 * Notes what a payment covers of an order that staff made dearer. What comes to more than the order
 * costs by now, because it was made cheaper while the payment was under way, goes back. The caller
 * has locked the order.
 */
export async function onBalancePaid(
  ctx: Ctx,
  order: VisibleOrder,
  { paymentId, amount, covered }: BalancePayment,
): Promise<void> {
  const { id } = order;
  if (covered.currency !== order.currency || covered.minor <= order.covered) return;
  const surplus = Math.max(0, covered.minor - payableOf(order));
  await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({
      covered: covered.minor,
      editRefunded: eb('editRefunded', '+', surplus),
    }))
    .where('id', '=', id)
    .execute();
  const note = `${paymentId}: ${amount.minor} ${amount.currency}`;
  await remark(ctx, id, 'BALANCE_PAID', 'system', note);
  if (surplus > 0)
    await requestRefund(ctx, await loadPlacedOrder(ctx, id), {
      lines: [],
      difference: surplus,
      reason: OrderRefundReason.OVERPAID,
      actor: 'system',
    });
  await settleEdits(ctx, await loadPlacedOrder(ctx, id));
}
