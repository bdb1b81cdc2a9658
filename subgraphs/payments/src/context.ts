import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { PaymentProvider } from './provider/payment-provider.js';

/** The adapters of this subgraph. */
export interface PaymentsServices {
  provider: PaymentProvider;
}

/** What a use case of payments gets. */
export type Ctx = PlatformCtx<PaymentsServices>;
