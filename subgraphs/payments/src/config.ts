import { adapterUrl, secretField } from '@emporium/platform/config/fields';
import { z } from 'zod';

/** The ways to pay that a shop may offer. */
export const PAYMENT_METHODS = ['card', 'gift_card', 'bank_transfer', 'pay_on_delivery'] as const;
/** A way to pay. */
export type PaymentMethodName = (typeof PAYMENT_METHODS)[number];

/** Settings that only payments reads. */
export const paymentsConfig = {
  PAYMENT_URL: adapterUrl(
    ['test:', 'test+http://', 'stripe:', 'stripe+http://', 'stripe+https://'],
    'Payment provider: test:, test+http://host:port, stripe:, or Stripe at another address (a proxy) by stripe+http(s)://host:port.',
  ).default('test:'),
  STRIPE_API_KEY: z
    .string()
    .optional()
    .describe('Secret key of the Stripe account; PAYMENT_URL=stripe: needs it.'),
  PAYMENT_WEBHOOK_SECRET: secretField(
    'At least 32 bytes; signs payment webhooks. With Stripe the signing secret of the endpoint (whsec_…).',
  ),
  PAYMENT_CAPTURE: z
    .enum(['automatic', 'at_fulfillment'])
    .default('automatic')
    .describe(
      'When the money of a card is taken: at once, or set aside and taken when the order ships.',
    ),
  PAYMENT_METHODS: z
    .string()
    .default('card,gift_card')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(
      z
        .array(z.enum(PAYMENT_METHODS))
        .min(1)
        .refine((names) => new Set(names).size === names.length, 'names a method twice'),
    )
    .describe(
      'Ways to pay that are offered, with commas: card, gift_card, bank_transfer, pay_on_delivery.',
    ),
  BANK_TRANSFER_DAYS: z.coerce
    .number()
    .min(0.001)
    .max(90)
    .default(7)
    .describe('Days for which an order waits for a bank transfer.'),
};
