import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import type { PaymentAnswer } from '../payment/create-payment.js';
import { findPayment } from '../payment/find-payment.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentVoidArgs } from '../payment/payment.inputs.js';
import { staffStep } from '../payment/staff-payment.js';
import { recordRefund } from '../refund/record-refund.js';
import { query } from '../tables.js';

const argsSchema = z.object({ paymentId: z.string(), idempotencyKey });

/**
 * Records for staff that the refunds which wait on a payment without a provider have been paid out.
 */
export async function markReturned(ctx: Ctx, args: PaymentVoidArgs): Promise<PaymentAnswer> {
  const { paymentId, idempotencyKey: key } = checked(argsSchema, args);
  return staffStep(ctx, {
    operation: 'paymentMarkReturned',
    key,
    request: { paymentId },
    effect: async (payment) => {
      const waiting = await query(ctx)
        .selectFrom('RefundRow')
        .selectAll()
        .where('paymentId', '=', paymentId)
        .where('status', '=', 'PENDING')
        .execute();
      if (payment.kind !== 'OFFLINE' || waiting.length === 0)
        return [notAllowed('No refund of this payment waits for anybody.', ['paymentId'])];
      for (const refund of waiting)
        await recordRefund(ctx, refund, await findPayment(ctx, paymentId), {
          ref: '',
          status: 'succeeded',
        });
      return [];
    },
  });
}
