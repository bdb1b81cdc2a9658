import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { optionalLine } from '@emporium/graphql/input/single-line';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import type { PaymentAnswer } from '../payment/create-payment.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentMarkReceivedArgs } from '../payment/payment.inputs.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { staffStep } from '../payment/staff-payment.js';
import { tellCaptured, tellCreated } from '../payment/tell-payment.js';
import { placeRequestedRefunds } from '../refund/place-requested-refunds.js';
import { refundRest } from '../refund/refund-rest.js';
import { returnSurplus } from '../refund/return-surplus.js';
import { query } from '../tables.js';

const argsSchema = z.object({
  paymentId: z.string(),
  reference: optionalLine('The reference', 200),
  idempotencyKey,
});

/** A transfer may come when nobody waits for it any more: it is money all the same. */
const RECEIVABLE: readonly PaymentStatus[] = [
  PaymentStatus.PENDING,
  PaymentStatus.AUTHORIZED,
  PaymentStatus.VOIDED,
];

/**
 * Records for staff that money came without a provider, the whole of the payment. For a cancelled
 * order, or one that was paid otherwise meanwhile, it is to be given back: such a refund waits for
 * `paymentMarkReturned`.
 */
export async function markReceived(
  ctx: Ctx,
  args: PaymentMarkReceivedArgs,
): Promise<PaymentAnswer> {
  const { paymentId, reference, idempotencyKey: key } = checked(argsSchema, args);
  return staffStep(ctx, {
    operation: 'paymentMarkReceived',
    key,
    request: { paymentId, reference: reference ?? null },
    effect: async (payment, root) => {
      if (payment.kind !== 'OFFLINE')
        return [notAllowed('The provider tells of this payment.', ['paymentId'])];
      if (!RECEIVABLE.includes(payment.status))
        return [notAllowed(`The payment is ${payment.status} already.`, ['paymentId'])];
      const promised = payment.status === PaymentStatus.AUTHORIZED;
      await query(ctx)
        .updateTable('PaymentRow')
        .set({
          status: PaymentStatus.CAPTURED,
          captured: payment.amount,
          capturedAt: sql<Date>`now()`,
          providerRef: reference ?? null,
        })
        .where('id', '=', paymentId)
        .execute();
      const { amount } = payment;
      if (!root.cancelled) await returnSurplus(ctx, root, paymentId);
      if (promised)
        await tellCaptured(ctx, payment, { minor: amount, captured: amount, final: true });
      else await tellCreated(ctx, payment);
      if (root.cancelled)
        await refundRest(ctx, payment.orderId, 'The order was cancelled before the money came.');
      else await placeRequestedRefunds(ctx, payment.orderId);
      return [];
    },
  });
}
