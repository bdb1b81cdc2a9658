import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { PaymentCreated } from '@emporium/payments-events';
import type { PaymentsServices } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';

/**
 * Tells again that a payment was captured, for an order that was set back to before it was paid.
 * Yields `{ outcome }`.
 */
export const publishPayment: Command<PaymentsServices> = {
  name: 'publish-payment',
  async *run(ctx, args) {
    const { paymentId } = z.object({ paymentId: z.string() }).parse(args);
    const told = await inTransaction(ctx, async () => {
      const { orderId, provider, currency, amount, status } = await findPayment(ctx, paymentId);
      if (!REFUNDABLE_STATUSES.includes(status)) return false;
      const { version } = await query(ctx)
        .updateTable('Payable')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('orderId', '=', orderId)
        .returning('version')
        .executeTakeFirstOrThrow();
      const data = { paymentId, orderId, provider, currency, amount: { minor: amount, currency } };
      ctx.emit(PaymentCreated, { key: orderId, version, data });
      return true;
    });
    yield { outcome: told ? 'told again that it was captured' : 'holds no money any more' };
  },
};
