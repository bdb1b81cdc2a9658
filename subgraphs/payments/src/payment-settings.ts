import type { Config } from '@emporium/platform/config/config';
import { settingsOf } from '@emporium/platform/config/settings';
import { paymentsConfig, type PaymentMethodName } from './config.js';
import type { PaymentProvider } from './provider/payment-provider.js';

/** How this shop takes money. */
export interface PaymentSettings {
  /** True when the money of a card is only set aside, and taken when the order ships. */
  captureLater: boolean;
  methods: readonly PaymentMethodName[];
  /** For how long an order waits for a bank transfer, in seconds. */
  bankTransferSeconds: number;
  /** The least that a card is charged in the currency, in minor units. */
  cardMinimum(currency: string): number;
}

/** The settings of payments. */
export function paymentSettings(config: Config, provider: PaymentProvider): PaymentSettings {
  const settings = settingsOf(config, paymentsConfig);
  const own = config.paymentMinimum;
  return {
    captureLater: settings.PAYMENT_CAPTURE === 'at_fulfillment',
    methods: settings.PAYMENT_METHODS,
    bankTransferSeconds: Math.round(settings.BANK_TRANSFER_DAYS * 86_400),
    cardMinimum: (currency) =>
      own !== undefined && currency === config.shopCurrency ? own : provider.minimum(currency),
  };
}
