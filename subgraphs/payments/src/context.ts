import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { PaymentSettings } from './payment-settings.js';
import type { PaymentProvider } from './provider/payment-provider.js';

/** The adapters of this subgraph, and how it takes money. */
export interface PaymentsServices {
  provider: PaymentProvider;
  settings: PaymentSettings;
}

/** What a use case of payments gets. */
export type Ctx = PlatformCtx<PaymentsServices>;
