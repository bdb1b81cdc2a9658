import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { invalidInput } from '@emporium/graphql/user-errors';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import type { PaymentAnswer } from '../payment/create-payment.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentCaptureArgs } from '../payment/payment.inputs.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { staffStep } from '../payment/staff-payment.js';
import { openCaptures } from './open-captures.js';
import { sendCapture } from './send-capture.js';

const TIMEOUT_MS = 1_500;
const argsSchema = z.object({
  paymentId: z.string(),
  amount: z
    .object({
      minor: z.number().int().positive('A capture starts at 1 minor unit.'),
      currency: z.string(),
    })
    .nullish(),
  idempotencyKey,
});

/**
 * Takes money that was set aside, for staff, in part or all; never more than was set aside. The
 * capture is sent at once and, unanswered, by the job again.
 */
export async function capturePayment(ctx: Ctx, args: PaymentCaptureArgs): Promise<PaymentAnswer> {
  const { paymentId, amount, idempotencyKey: key } = checked(argsSchema, args);
  let opened: string[] = [];
  return staffStep(ctx, {
    operation: 'paymentCapture',
    key,
    request: { paymentId, amount: amount ?? null },
    effect: async (payment) => {
      if (payment.status !== PaymentStatus.AUTHORIZED || payment.kind !== 'PROVIDER')
        return [
          notAllowed(`Nothing is set aside by a payment that is ${payment.status}.`, ['paymentId']),
        ];
      if (payment.releaseRequested)
        return [notAllowed('The money is being released.', ['paymentId'])];
      if (amount && amount.currency !== payment.currency)
        return [invalidInput(`The payment is in ${payment.currency}.`, ['amount', 'currency'])];
      const left = payment.amount - payment.captured;
      if (amount && amount.minor > left)
        return [invalidInput(`At most ${left} minor units can be captured.`, ['amount', 'minor'])];
      opened = await openCaptures(ctx, {
        orderId: payment.orderId,
        ...(amount ? { minor: amount.minor } : {}),
        reason: 'staff',
        // Not the caller's key: the provider could not take it as it is, and `staffStep` keeps it.
        key: `staff:${newId('cap')}`,
      });
      return [];
    },
    afterwards: async () => {
      for (const id of opened) await sendCapture(ctx, id, TIMEOUT_MS);
    },
  });
}
