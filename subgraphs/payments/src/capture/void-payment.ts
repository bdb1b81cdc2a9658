import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { voidAwaited } from '../offline/void-awaited.js';
import type { PaymentAnswer } from '../payment/create-payment.js';
import { notAllowed } from '../payment/payment.errors.js';
import type { PaymentVoidArgs } from '../payment/payment.inputs.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { settlePayment } from '../payment/settle-payment.js';
import { staffStep } from '../payment/staff-payment.js';
import { releaseHeld } from './release-held.js';

const argsSchema = z.object({ paymentId: z.string(), idempotencyKey });

/**
 * Gives up money that is set aside or awaited, for staff. What an uncancelled order still needs
 * stays: cancelling the order releases it, and what is captured is refunded, not voided.
 */
export async function voidPayment(ctx: Ctx, args: PaymentVoidArgs): Promise<PaymentAnswer> {
  const { paymentId, idempotencyKey: key } = checked(argsSchema, args);
  return staffStep(ctx, {
    operation: 'paymentVoid',
    key,
    request: { paymentId },
    effect: async (payment, root) => {
      const { orderId, status, kind } = payment;
      const awaited = kind === 'OFFLINE' && status === PaymentStatus.PENDING;
      if (awaited) {
        await voidAwaited(ctx, orderId);
        return [];
      }
      if (status !== PaymentStatus.AUTHORIZED)
        return [notAllowed(`A payment that is ${status} cannot be voided.`, ['paymentId'])];
      if (!root.cancelled && payment.captured === 0)
        return [
          notAllowed('The order needs this money: cancel the order, and it is released.', [
            'paymentId',
          ]),
        ];
      if (kind === 'OFFLINE') await voidAwaited(ctx, orderId, { promised: true });
      else await releaseHeld(ctx, orderId, paymentId);
      return [];
    },
    afterwards: () =>
      settlePayment(ctx, paymentId).catch((error: unknown) =>
        ctx.log.warn({ err: error, paymentId }, 'release not answered: will be asked again'),
      ),
  });
}
