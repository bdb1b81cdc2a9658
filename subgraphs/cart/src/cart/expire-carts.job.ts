import type { Job } from '@emporium/platform/define-subgraph';
import type { CartServices } from './cart-services.js';

/** Removes carts whose time is over, where the store does not do so by itself. */
export const expireCarts: Job<CartServices> = {
  name: 'cart-expiry',
  everyMs: 10 * 60_000,
  run: async (ctx) => void (await ctx.services.carts.removeExpired()),
};
