import { PoisonMessageError } from '@emporium/bus/event-bus';
import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { Ctx } from '@emporium/platform/context';
import type { PaymentAuthorized, PaymentCreated } from '@emporium/payments-events';
import { remark } from '../history/append-history.js';
import { query } from '../tables.js';
import { changeStatus } from './change-status.js';
import { emitCancelled, emitPaid } from './emit-order-event.js';
import { findOrder, loadPlacedOrder } from './load-order.js';
import { orders } from './order-expressions.js';
import { onBalancePaid } from './on-balance-paid.js';
import { OrderStatus } from './order-status.js';
import { isVisible, type VisibleOrder } from './order.entity.js';

/**
 * Money was captured or set aside: a PENDING order that is covered by all its payments becomes PAID,
 * one that is covered in part waits; what staff made dearer after it was paid owes less; for a
 * cancelled one the cancellation is told again, which refunds it.
 */
export async function onPaymentCreated(
  ctx: Ctx,
  event: Envelope<EventData<typeof PaymentCreated | typeof PaymentAuthorized>>,
): Promise<void> {
  const { orderId, paymentId, amount } = event.data;
  const covered = event.data.covered ?? amount;
  const paid = await changeStatus(ctx, {
    orderId,
    to: OrderStatus.PAID,
    actor: 'system',
    note: paymentId,
    when: orders('o.total', '=', covered.minor).and('o.currency', '=', covered.currency),
  });
  if (paid) {
    await query(ctx)
      .updateTable('OrderRow')
      .set({ paymentId, covered: covered.minor })
      .where('id', '=', orderId)
      .execute();
    return emitPaid(ctx, paid.order);
  }
  // Changes by staff follow each other and this by the lock of the order.
  await lockRow(ctx, orderId);
  const order = await findOrder(ctx, orderId);
  if (!isVisible(order))
    throw new PoisonMessageError(
      `payment ${paymentId} was captured for an order that does not exist`,
    );
  if (order.paymentId === paymentId) return;
  if (order.status === OrderStatus.CANCELLED) return publishAgain(ctx, order, paymentId);
  if (order.paymentRound > 0 && order.paidAt !== null)
    return onBalancePaid(ctx, order, { paymentId, amount, covered });
  if (covered.currency === order.currency && covered.minor <= order.total) {
    const part = `${paymentId}: ${amount.minor} ${amount.currency}`;
    await remark(ctx, orderId, 'PAYMENT_IN_PART', 'system', part);
    return;
  }
  ctx.log.error(
    { orderId, paymentId, amount, status: order.status, total: order.total },
    'captured payment does not fit the order',
  );
  await remark(ctx, orderId, 'PAYMENT_MISMATCH', 'system', paymentId);
}

const lockRow = (ctx: Ctx, orderId: string) =>
  query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();

async function publishAgain(ctx: Ctx, order: VisibleOrder, paymentId: string): Promise<void> {
  await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', order.id)
    .execute();
  await remark(ctx, order.id, 'LATE_PAYMENT', 'system', paymentId);
  await emitCancelled(ctx, await loadPlacedOrder(ctx, order.id), 'LATE_PAYMENT');
}
