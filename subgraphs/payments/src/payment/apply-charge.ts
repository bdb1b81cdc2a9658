import { sqlRows, sqlRun } from '@emporium/db/sql';
import { inTransaction } from '@emporium/platform/in-transaction';
import { PaymentCreated, PaymentFailed } from '../events.js';
import type { Ctx } from '../payments-services.js';
import type { Charge } from '../provider/payment-provider.js';
import { refundRest } from '../refund/refund-rest.js';
import type { PaymentRow } from './payment.entity.js';
import { OPEN_STATUSES, PaymentStatus } from './payment-status.js';
import { PROVIDER_UNAVAILABLE } from './payment.errors.js';

/**
 * Applies what the provider says about a charge; answers of calls, polls and webhooks all come through here, in any order and any number.
 * Only an open payment moves; the first final answer stands. Captured money of an order that was cancelled is refunded in the same step.
 */
export async function applyCharge(ctx: Ctx, payment: PaymentRow, charge: Charge): Promise<void> {
  if (charge.amount.minor !== payment.amount || charge.amount.currency !== payment.currency || charge.orderRef !== payment.orderId) {
    ctx.log.error(
      { paymentId: payment.id, charge: { ...charge, clientSecret: undefined } },
      'the provider tells of another charge than was asked for: ignored',
    );
    return;
  }
  if (charge.status === 'processing') {
    await sqlRun(ctx.em, `update payments.payment set provider_ref = ? where id = ? and provider_ref is null`, [charge.ref, payment.id]);
    return;
  }
  await inTransaction(ctx, async () => {
    // The order's row first, as everywhere: two transactions never wait for each other crosswise.
    const [root] = await sqlRows<{ version: number; cancelled: boolean }>(
      ctx.em,
      `select version, cancelled from payments.payable where order_id = ? for update`,
      [payment.orderId],
    );
    if (charge.status === 'requires_action') return requireAction(ctx, payment, charge);
    const captured = charge.status === 'succeeded';
    const failureCode = charge.status === 'abandoned' ? PROVIDER_UNAVAILABLE : (charge.failureCode ?? 'declined');
    const moved = await move(ctx, payment, charge, captured ? PaymentStatus.CAPTURED : PaymentStatus.FAILED, captured ? null : failureCode);
    if (!moved) return;
    const version = root!.version + 1;
    await sqlRun(ctx.em, `update payments.payable set version = ? where order_id = ?`, [version, payment.orderId]);
    const { id: paymentId, orderId, provider, currency } = payment;
    const data = { paymentId, orderId, provider, currency, amount: { minor: payment.amount, currency } };
    if (captured) ctx.emit(PaymentCreated, { key: orderId, version, data });
    else ctx.emit(PaymentFailed, { key: orderId, version, data: { ...data, failureCode } });
    if (captured && root!.cancelled) await refundRest(ctx, orderId, 'The order was cancelled before the money arrived.');
  });
}

async function requireAction(ctx: Ctx, payment: PaymentRow, charge: Charge): Promise<void> {
  await sqlRun(
    ctx.em,
    `update payments.payment set status = 'REQUIRES_ACTION', provider_ref = ?, client_secret = ? where id = ? and status = 'PENDING'`,
    [charge.ref, charge.clientSecret ?? null, payment.id],
  );
}

async function move(ctx: Ctx, payment: PaymentRow, charge: Charge, to: PaymentStatus, failureCode: string | null): Promise<boolean> {
  // Money that arrives although the attempt was believed to have failed is money all the same.
  const from = to === PaymentStatus.CAPTURED ? [...OPEN_STATUSES, PaymentStatus.FAILED] : OPEN_STATUSES;
  const changed = await sqlRun(
    ctx.em,
    `update payments.payment set status = ?, provider_ref = coalesce(nullif(?, ''), provider_ref), failure_code = ?, client_secret = null, next_poll_at = null,
       captured_at = case when ? = 'CAPTURED' then now() else captured_at end
     where id = ? and status in (${from.map(() => '?').join(', ')})`,
    [to, charge.ref, failureCode, to, payment.id, ...from],
  );
  return changed === 1;
}
