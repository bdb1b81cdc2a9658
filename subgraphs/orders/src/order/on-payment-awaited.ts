import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { OrderExtended } from '@emporium/orders-events';
import type { PaymentAwaited } from '@emporium/payments-events';
import type { Ctx } from '@emporium/platform/context';
import { remark } from '../history/append-history.js';
import { query } from '../tables.js';
import { OrderStatus } from './order-status.js';

/**
 * The buyer pays by a method that takes days: a PENDING order waits until then, and its units with
 * it; never shorter than it would have waited.
 */
export async function onPaymentAwaited(
  ctx: Ctx,
  event: Envelope<EventData<typeof PaymentAwaited>>,
): Promise<void> {
  const { orderId, method, until } = event.data;
  const extended = await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({ expiresAt: new Date(until), version: eb('version', '+', 1) }))
    .where('id', '=', orderId)
    .where('status', '=', OrderStatus.PENDING)
    .where('expiresAt', '<', new Date(until))
    .returning(['version', 'number', 'userId'])
    .executeTakeFirst();
  if (!extended) return;
  await remark(ctx, orderId, event.type, 'system', `${method} until ${until}`);
  const { version, number, userId } = extended;
  const data = { orderId, number: number ?? '', userId, version, expiresAt: until };
  ctx.emit(OrderExtended, { key: orderId, version, data });
}
