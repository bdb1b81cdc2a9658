import { newId } from '@emporium/db/new-id';
import { PaymentAwaited } from '@emporium/payments-events';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { insertAttempt } from '../payment/insert-attempt.js';
import { nextVersion } from '../payment/next-version.js';
import type { OrderToPay } from '../payment/order-to-pay.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { tellAuthorized } from '../payment/tell-payment.js';
import { query } from '../tables.js';

/** Methods whose money comes without a provider; staff say when it has. */
const OFFLINE = ['bank_transfer', 'pay_on_delivery'] as const;
/** A way to pay without a provider. */
export type OfflineMethod = (typeof OFFLINE)[number];

/** Whether the method is one without a provider. */
export const isOffline = (method: string): method is OfflineMethod =>
  (OFFLINE as readonly string[]).includes(method);

/**
 * Writes down, in the running transaction, that the order is paid without a provider. A transfer is
 * awaited, and the order with it; who pays on delivery has promised to, so that the order can go on.
 */
export async function openOffline(
  ctx: Ctx,
  order: OrderToPay,
  amount: number,
  method: OfflineMethod,
): Promise<string> {
  const awaited = method === 'bank_transfer';
  const payment = await insertAttempt(ctx, {
    id: newId('pay'),
    orderId: order.id,
    status: awaited ? PaymentStatus.PENDING : PaymentStatus.AUTHORIZED,
    amount,
    currency: order.total.currency,
    provider: method,
    kind: 'OFFLINE',
    captureLater: !awaited,
    method,
    pollInSeconds: null,
  });
  if (awaited) await tellAwaited(ctx, payment, method);
  else await tellAuthorized(ctx, payment, null);
  return payment.id;
}

async function tellAwaited(
  ctx: Ctx,
  { id: paymentId, orderId, provider, currency, amount: minor }: PaymentRow,
  method: string,
): Promise<void> {
  const { until } = await query(ctx)
    .selectFrom('Payable')
    .select(
      sql<Date>`now() + ${ctx.services.settings.bankTransferSeconds} * interval '1 second'`.as(
        'until',
      ),
    )
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  const data = {
    paymentId,
    orderId,
    provider,
    currency,
    amount: { minor, currency },
    method,
    until: until.toISOString(),
  };
  ctx.emit(PaymentAwaited, { key: orderId, version: await nextVersion(ctx, orderId), data });
}
