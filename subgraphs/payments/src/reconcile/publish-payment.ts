import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { PaymentsServices } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { PaymentStatus, REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { tellAuthorized, tellCreated } from '../payment/tell-payment.js';

/**
 * Tells again that a payment holds money, for an order that was set back to before it was paid.
 * Yields `{ outcome }`.
 */
export const publishPayment: Command<PaymentsServices> = {
  name: 'publish-payment',
  async *run(ctx, args) {
    const { paymentId } = z.object({ paymentId: z.string() }).parse(args);
    const told = await inTransaction(ctx, async () => {
      const payment = await findPayment(ctx, paymentId);
      if (payment.status === PaymentStatus.AUTHORIZED)
        await tellAuthorized(ctx, payment, payment.authorizationExpiresAt);
      else if (REFUNDABLE_STATUSES.includes(payment.status)) await tellCreated(ctx, payment);
      else return false;
      return true;
    });
    yield { outcome: told ? 'told again that it holds money' : 'holds no money any more' };
  },
};
