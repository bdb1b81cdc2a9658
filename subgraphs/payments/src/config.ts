import { adapterUrl, secretField } from '@emporium/platform/config/fields';
import { z } from 'zod';

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
};
