import { newId } from '@emporium/db/new-id';
import { PaymentDisputed } from '@emporium/payments-events';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { lockPayable } from '../payment/lock-payable.js';
import { nextVersion } from '../payment/next-version.js';
import type { DisputeStatus } from '../payment/payment.entity.js';
import type { Dispute } from '../provider/payment-provider.js';
import { query } from '../tables.js';

const TIMEOUT_MS = 3_000;
const STATUS = { open: 'OPEN', won: 'WON', lost: 'LOST' } as const;

/**
 * Asks the provider what has become of a dispute about a payment, and records and tells it when that
 * is new. A dispute that is decided is not opened again by a message that comes late. Throws
 * ProviderUnavailableError.
 */
export async function receiveDispute(
  ctx: Ctx,
  paymentId: string,
  disputeRef: string,
): Promise<void> {
  const { provider } = ctx.services;
  const dispute = await provider.findDispute?.(disputeRef, TIMEOUT_MS);
  const payment = await findPayment(ctx, paymentId);
  if (!dispute || dispute.chargeRef !== payment.providerRef)
    return ctx.log.warn(
      { paymentId, disputeRef },
      'dispute that the provider does not know: ignored',
    );
  await inTransaction(ctx, async () => {
    await lockPayable(ctx, payment.orderId);
    const id = await record(ctx, paymentId, dispute);
    if (!id) return;
    const status = STATUS[dispute.status];
    await query(ctx)
      .updateTable('PaymentRow')
      .set({ disputeStatus: status })
      .where('id', '=', paymentId)
      .execute();
    const { orderId, currency } = payment;
    const data = {
      paymentId,
      orderId,
      provider: payment.provider,
      currency,
      disputeId: id,
      amount: dispute.amount,
      status,
      reason: dispute.reason ?? null,
    };
    ctx.emit(PaymentDisputed, { key: orderId, version: await nextVersion(ctx, orderId), data });
  });
}

/** The id of the dispute's row when its state is new, else undefined. */
async function record(ctx: Ctx, paymentId: string, dispute: Dispute): Promise<string | undefined> {
  const status: DisputeStatus = STATUS[dispute.status];
  const closedAt = status === 'OPEN' ? null : sql<Date>`now()`;
  const row = await query(ctx)
    .insertInto('DisputeRow')
    .values({
      id: newId('dsp'),
      paymentId,
      providerRef: dispute.ref,
      status,
      amount: dispute.amount.minor,
      currency: dispute.amount.currency,
      reason: dispute.reason ?? null,
      closedAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('providerRef')
        .doUpdateSet({ status, closedAt })
        .where('DisputeRow.status', '=', 'OPEN')
        .where('DisputeRow.status', '<>', status),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}
