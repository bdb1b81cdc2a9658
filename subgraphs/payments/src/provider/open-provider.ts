import { join } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { ConfigurationError } from '@emporium/platform/config/load-config';
import { httpTestProvider } from './http-test-provider.js';
import type { PaymentProvider } from './payment-provider.js';
import { openTestProvider } from './test-provider.js';

/** The provider that PAYMENT_URL names. Throws ConfigurationError for one that this version does not have. */
export function openProvider(config: Pick<Config, 'paymentUrl' | 'dataDir'>): PaymentProvider {
  const { paymentUrl, dataDir } = config;
  if (paymentUrl === 'test:') return openTestProvider(join(dataDir, 'provider'));
  if (paymentUrl.startsWith('test+http://')) return httpTestProvider(paymentUrl.slice('test+'.length).replace(/\/$/, ''));
  throw new ConfigurationError([
    `PAYMENT_URL: ${paymentUrl.split(':')[0]}: is not available in this version; take test: or test+http://host:port`,
  ]);
}
