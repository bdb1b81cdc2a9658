import type { Ctx } from '@emporium/platform/context';
import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { OrderCancelled } from '@emporium/orders-events';
import { remark } from '../history/append-history.js';
import { cancelInTransaction } from '../order/cancel-in-transaction.js';
import { emitCancelled, emitPaid } from '../order/emit-order-event.js';
import { findOrder, loadPlacedOrder } from '../order/load-order.js';
import { eventLines } from '../order/order-lines.js';
import { isVisible, type VisibleOrder } from '../order/order.entity.js';
import { OrderStatus } from '../order/order-status.js';
import { reserveStock } from '../placing/reserve-stock.js';
import { query } from '../tables.js';

const TIMEOUT_MS = 10_000;

const argsSchema = z.object({
  orderId: z.string(),
  /**
   * `reserve`: its hold is missing. `publish-paid`: its hold was not confirmed.
   * `publish-cancelled`: units or money have not come back. `cancel`: its units have come back, so
   * its cancellation was lost. `abandon`: others know it, orders does not.
   */
  step: z.enum(['reserve', 'publish-paid', 'publish-cancelled', 'cancel', 'abandon']),
});

/**
 * One step that brings what others know of an order and the order itself together again after a
 * database was set back. Orders decides, by its own rules; catalog and payments follow its events.
 * Yields `{ outcome }`: what was done, or why a person has to look.
 */
export const settleOrder: Command = {
  name: 'settle-order',
  async *run(ctx, args) {
    const { orderId, step } = argsSchema.parse(args);
    if (step === 'abandon') yield { outcome: await abandon(ctx, orderId) };
    else if (step === 'reserve') yield { outcome: await reserve(ctx, orderId) };
    else if (step === 'cancel') yield { outcome: await cancel(ctx, orderId) };
    else yield { outcome: await publishAgain(ctx, orderId, step) };
  },
};

async function reserve(ctx: Ctx, orderId: string): Promise<string> {
  const order = await loadPlacedOrder(ctx, orderId);
  const reserved = await reserveStock(ctx, order, await eventLines(ctx, orderId), TIMEOUT_MS);
  if (reserved.outcome !== 'held') return cancel(ctx, orderId);
  return order.status === OrderStatus.PENDING
    ? 'its units are held again'
    : publishAgain(ctx, orderId, 'publish-paid');
}

async function cancel(ctx: Ctx, orderId: string): Promise<string> {
  const note = 'its units are not held any more';
  const cancelled = await inTransaction(ctx, () =>
    cancelInTransaction(ctx, { orderId, actor: 'system', reason: 'STAFF', note }),
  );
  if (cancelled) return 'cancelled';
  return `stays ${(await loadPlacedOrder(ctx, orderId)).status}: somebody has to look at it`;
}

async function publishAgain(
  ctx: Ctx,
  orderId: string,
  step: 'publish-paid' | 'publish-cancelled',
): Promise<string> {
  return inTransaction(ctx, async () => {
    await query(ctx)
      .updateTable('OrderRow')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', orderId)
      .execute();
    const order: VisibleOrder = await loadPlacedOrder(ctx, orderId);
    await remark(ctx, orderId, 'RECONCILED', 'system', step);
    if (step === 'publish-paid') await emitPaid(ctx, order);
    else await emitCancelled(ctx, order, 'RECONCILED');
    return step === 'publish-paid'
      ? 'told again that it is paid'
      : 'told again that it is cancelled';
  });
}

/** For everybody else the order never was: its units are free again, its money goes back. */
async function abandon(ctx: Ctx, orderId: string): Promise<string> {
  return inTransaction(ctx, async () => {
    const order = await findOrder(ctx, orderId);
    if (isVisible(order)) return 'exists after all';
    if (order?.status === 'PLACING') return 'is still being placed';
    const version = (order?.version ?? 0) + 1;
    if (order)
      await query(ctx).updateTable('OrderRow').set({ version }).where('id', '=', orderId).execute();
    const lines = await eventLines(ctx, orderId);
    ctx.emit(OrderCancelled, {
      key: orderId,
      version,
      data: {
        orderId,
        number: '',
        userId: null,
        version,
        lines,
        reason: 'ABANDONED',
        wasPaid: false,
      },
    });
    return 'told that it never came to be';
  });
}
