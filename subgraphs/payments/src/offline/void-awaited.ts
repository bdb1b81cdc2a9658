import type { Ctx } from '../context.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { tellVoided } from '../payment/tell-payment.js';
import { query } from '../tables.js';

/**
 * Gives up, in the running transaction, money of an order that is awaited or promised without a
 * provider; `except`: unless it is to come by this method. The caller has locked the order's row.
 */
export async function voidAwaited(
  ctx: Ctx,
  orderId: string,
  options: { except?: string; promised?: boolean } = {},
): Promise<void> {
  const statuses = options.promised
    ? [PaymentStatus.PENDING, PaymentStatus.AUTHORIZED]
    : [PaymentStatus.PENDING];
  const voided = await query(ctx)
    .updateTable('PaymentRow')
    .set({ status: PaymentStatus.VOIDED })
    .where('orderId', '=', orderId)
    .where('kind', '=', 'OFFLINE')
    .where('status', 'in', statuses)
    .$if(options.except !== undefined, (others) => others.where('method', '<>', options.except!))
    .returningAll()
    .execute();
  for (const payment of voided) await tellVoided(ctx, payment, payment.amount, 'RELEASED');
}
