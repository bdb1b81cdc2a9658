import { PoisonMessageError } from '@emporium/bus/event-bus';
import type { Envelope } from '@emporium/bus/envelope';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { PaymentCreated } from '@emporium/payments/events';
import type { z } from 'zod';
import { remark } from '../history/append-history.js';
import { changeStatus } from './change-status.js';
import { emitCancelled, emitPaid } from './emit-order-event.js';
import { OrderStatus } from './order-status.js';
import { isVisible, OrderRow, type VisibleOrder } from './order.entity.js';

type Captured = z.infer<typeof PaymentCreated.schema>;

/** Money was captured: a PENDING order with exactly this total becomes PAID; for a cancelled one the cancellation is told again, which refunds it. */
export async function onPaymentCreated(ctx: Ctx, event: Envelope<Captured>): Promise<void> {
  const { orderId, paymentId, amount } = event.data;
  const paid = await changeStatus(ctx, {
    orderId,
    to: OrderStatus.PAID,
    actor: 'system',
    note: paymentId,
    when: { sql: 'o.total = ? and o.currency = ?', params: [amount.minor, amount.currency] },
  });
  if (paid) {
    await sqlRun(ctx.em, `update orders.orders set payment_id = ? where id = ?`, [paymentId, orderId]);
    return emitPaid(ctx, paid.order);
  }
  const order = await ctx.em.findOne(OrderRow, { id: orderId }, { disableIdentityMap: true });
  if (!isVisible(order)) throw new PoisonMessageError(`payment ${paymentId} was captured for an order that does not exist`);
  if (order.paymentId === paymentId) return;
  if (order.status === OrderStatus.CANCELLED) return tellAgain(ctx, order, paymentId);
  ctx.log.error({ orderId, paymentId, amount, status: order.status, total: order.total }, 'captured payment does not fit the order');
  await remark(ctx, orderId, 'PAYMENT_MISMATCH', 'system', paymentId);
}

async function tellAgain(ctx: Ctx, order: VisibleOrder, paymentId: string): Promise<void> {
  await sqlRows(ctx.em, `update orders.orders set version = version + 1 where id = ? returning version`, [order.id]);
  await remark(ctx, order.id, 'LATE_PAYMENT', 'system', paymentId);
  const now = (await ctx.em.findOneOrFail(OrderRow, { id: order.id }, { disableIdentityMap: true })) as VisibleOrder;
  await emitCancelled(ctx, now, 'LATE_PAYMENT');
}
