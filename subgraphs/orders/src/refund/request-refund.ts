import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { OrderRefundRequested } from '@emporium/orders-events';
import { remark } from '../history/append-history.js';
import { addToLines } from '../order/add-to-lines.js';
import { raiseVersion } from '../order/raise-version.js';
import type { OrderLineRow } from '../order/order-line.entity.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import type { OrderRefundReason } from './order-refund.type.js';

/** What goes back for one line; the caller has checked that so much is left of it. */
export interface LineRefund {
  line: OrderLineRow;
  /** Units that it settles. */
  quantity: number;
  amount: number;
}

/** Money that goes back, and why. */
export interface RefundWish {
  lines: readonly LineRefund[];
  shipping?: number;
  /** What belongs to no line: the order as a whole costs less. */
  difference?: number;
  reason: OrderRefundReason;
  returnId?: string;
  actor: string;
}

/**
 * Writes down that money of a locked order goes back and asks payments for it, once; nothing when
 * the sum is 0, but the units count as settled. Returns the amount.
 */
export async function requestRefund(
  ctx: Ctx,
  order: VisibleOrder,
  { lines, shipping = 0, difference = 0, reason, returnId, actor }: RefundWish,
): Promise<number> {
  await addToLines(
    ctx,
    lines.map(({ line, quantity, amount }) => ({
      orderLineId: line.id,
      refundedUnits: quantity,
      refunded: amount,
    })),
  );
  const amount = lines.reduce((sum, line) => sum + line.amount, shipping + difference);
  if (amount === 0) return 0;
  const id = newId('orf');
  const { id: orderId, number, userId, currency } = order;
  await query(ctx)
    .insertInto('OrderRefundRow')
    .values({ id, orderId, returnId: returnId ?? null, amount, shipping, reason, actor })
    .execute();
  if (lines.length > 0)
    await query(ctx)
      .insertInto('OrderRefundLineRow')
      .values(
        lines.map((each) => ({
          refundId: id,
          orderLineId: each.line.id,
          quantity: each.quantity,
          amount: each.amount,
        })),
      )
      .execute();
  if (shipping > 0)
    await query(ctx)
      .updateTable('OrderRow')
      .set((eb) => ({ shippingRefunded: eb('shippingRefunded', '+', shipping) }))
      .where('id', '=', orderId)
      .execute();
  await remark(ctx, orderId, 'REFUND_REQUESTED', actor, `${amount} ${currency}`);
  const version = await raiseVersion(ctx, orderId);
  const moneyOf = (minor: number) => ({ minor, currency });
  ctx.emit(OrderRefundRequested, {
    key: orderId,
    version,
    data: {
      orderId,
      number,
      userId,
      version,
      refundId: id,
      amount: moneyOf(amount),
      shipping: moneyOf(shipping),
      reason,
      returnId: returnId ?? null,
      lines: lines.map((each) => ({
        orderLineId: each.line.id,
        variantId: each.line.variantId,
        quantity: each.quantity,
        amount: moneyOf(each.amount),
      })),
    },
  });
  return amount;
}
