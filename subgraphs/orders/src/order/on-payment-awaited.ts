import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
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
  const { numUpdatedRows } = await query(ctx)
    .updateTable('OrderRow')
    .set({ expiresAt: new Date(until) })
    .where('id', '=', orderId)
    .where('status', '=', OrderStatus.PENDING)
    .where('expiresAt', '<', new Date(until))
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 1)
    await remark(ctx, orderId, event.type, 'system', `${method} until ${until}`);
}
