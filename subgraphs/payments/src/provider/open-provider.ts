import { join } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { settingsOf } from '@emporium/platform/config/settings';
import { paymentsConfig } from '../config.js';
import { httpTestProvider } from './http-test-provider.js';
import type { PaymentProvider } from './payment-provider.js';
import { openTestProvider } from './test-provider.js';
import { tracedProvider } from './traced-provider.js';

/** What the choice of a provider depends on. */
export interface ProviderConfig {
  paymentUrl: string;
  /** Folder of the test provider's books. */
  dataDir: string;
  shopCurrency: string;
  stripeApiKey?: string | undefined;
  /** All that are accepted; what signs webhooks itself (the test provider) takes the first. */
  paymentWebhookSecrets: readonly string[];
}

/** The settings of the provider. */
export function providerConfigOf(config: Config): ProviderConfig {
  const settings = settingsOf(config, paymentsConfig);
  const {
    PAYMENT_URL: paymentUrl,
    STRIPE_API_KEY: stripeApiKey,
    PAYMENT_WEBHOOK_SECRET: paymentWebhookSecrets,
  } = settings;
  return {
    paymentUrl,
    stripeApiKey,
    paymentWebhookSecrets,
    dataDir: config.dataDir,
    shopCurrency: config.shopCurrency,
  };
}

/**
 * The provider that PAYMENT_URL names. Throws ConfigurationError when it cannot serve this shop.
 */
export async function openProvider(config: ProviderConfig): Promise<PaymentProvider> {
  return tracedProvider(await openByUrl(config));
}

async function openByUrl(config: ProviderConfig): Promise<PaymentProvider> {
  const { paymentUrl, dataDir, paymentWebhookSecrets } = config;
  if (paymentUrl === 'test:')
    return openTestProvider(join(dataDir, 'provider'), paymentWebhookSecrets);
  if (paymentUrl.startsWith('test+http://'))
    return httpTestProvider(
      paymentUrl.slice('test+'.length).replace(/\/$/, ''),
      paymentWebhookSecrets,
    );
  // A shop without Stripe does not load its SDK.
  const { openStripeProvider } = await import('./stripe/stripe-provider.adapter.js');
  return openStripeProvider(config);
}
