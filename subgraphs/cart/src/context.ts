import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { CartStore } from './store/cart-store.js';

/** Adapters of the cart subgraph. */
export interface CartServices {
  carts: CartStore;
}

/** What a use case of cart gets. */
export type Ctx = PlatformCtx<CartServices>;
