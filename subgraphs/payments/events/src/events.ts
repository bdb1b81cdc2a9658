import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

const moneySchema = z.object({
  minor: z.number().int().describe("Amount in the currency's minor units."),
  currency: z.string().length(3).describe('ISO 4217 code.'),
});

const about = {
  paymentId: z.string(),
  orderId: z.string(),
  provider: z.string().describe('Payment provider, e.g. `test`.'),
  currency: z.string().length(3),
};

/** Money was captured; sent once per payment, keyed by the order. */
export const PaymentCreated = defineEvent(
  'PAYMENT_CREATED',
  'payment_events',
  z.object({ ...about, amount: moneySchema.describe('What was captured.') }),
  {
    description:
      'Money for an order was captured; sent once per payment. Only orders decides what follows from it.',
  },
);

/** A payment attempt failed for good. */
export const PaymentFailed = defineEvent(
  'PAYMENT_FAILED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('What should have been captured.'),
    failureCode: z.string(),
  }),
  { description: 'A payment attempt failed for good; nothing was charged.' },
);

/** Money was returned, in part or completely. */
export const PaymentRefunded = defineEvent(
  'PAYMENT_REFUNDED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('Returned by this refund.'),
    refunded: moneySchema.describe('Returned by all refunds of this payment together.'),
    full: z.boolean().describe('True when nothing of the payment is left.'),
  }),
  { description: 'Money was returned to the buyer, in part or completely.' },
);
