import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

const moneySchema = z.object({
  minor: z.number().int().describe("Amount in the currency's minor units."),
  currency: z.string().length(3).describe('ISO 4217 code.'),
});

const coveredSchema = moneySchema
  .optional()
  .describe(
    'What of the order is paid by this and its other payments, by money captured or set aside; absent in events of older versions, where it is the amount.',
  );

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
  z.object({
    ...about,
    amount: moneySchema.describe('What was captured.'),
    covered: coveredSchema,
  }),
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
    requestId: z
      .string()
      .nullish()
      .describe('The refundId of ORDER_REFUND_REQUESTED that it follows; null: it follows none.'),
  }),
  { description: 'Money was returned to the buyer, in part or completely.' },
);

/** Money was set aside, or promised by a method that is paid later; sent once per payment. */
export const PaymentAuthorized = defineEvent(
  'PAYMENT_AUTHORIZED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('What is set aside.'),
    covered: coveredSchema,
    authorizationExpiresAt: z
      .string()
      .nullable()
      .describe('When it becomes free again (RFC 3339); null when it does not lapse.'),
  }),
  {
    description:
      'Money for an order was set aside, or is to be paid on delivery; sent once per payment. Only orders decides what follows from it.',
  },
);

/** Money that had been set aside was captured, in part or completely. */
export const PaymentCaptured = defineEvent(
  'PAYMENT_CAPTURED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('Captured by this step.'),
    captured: moneySchema.describe('Captured of this payment in all.'),
    final: z.boolean().describe('True when nothing more of it will be captured.'),
  }),
  { description: 'Money that had been set aside was captured, in part or completely.' },
);

/** Money that was set aside or awaited was given up. */
export const PaymentVoided = defineEvent(
  'PAYMENT_VOIDED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('What will not be captured.'),
    reason: z
      .enum(['RELEASED', 'LAPSED'])
      .describe('RELEASED: by the shop; LAPSED: its time was over before it was captured.'),
  }),
  { description: 'Money that was set aside or awaited was given up; nothing of it was charged.' },
);

/** The buyer pays by a method that takes days; the order waits for it. */
export const PaymentAwaited = defineEvent(
  'PAYMENT_AWAITED',
  'payment_events',
  z.object({
    ...about,
    amount: moneySchema.describe('What is awaited.'),
    method: z.string().describe('How it comes, e.g. `bank_transfer`.'),
    until: z.string().describe('How long the order waits for it (RFC 3339).'),
  }),
  { description: 'The buyer pays by a method that takes days: the order waits for it until then.' },
);

/** The buyer's bank called a charge into question, or has decided. */
export const PaymentDisputed = defineEvent(
  'PAYMENT_DISPUTED',
  'payment_events',
  z.object({
    ...about,
    disputeId: z.string(),
    amount: moneySchema.describe('What is disputed.'),
    status: z.enum(['OPEN', 'WON', 'LOST']).describe('WON: the shop keeps the money.'),
    reason: z.string().nullable().describe('As the provider says.'),
  }),
  {
    description:
      'The bank of the buyer called a charge into question (OPEN), or has decided (WON: the shop keeps the money, LOST: it does not).',
  },
);
