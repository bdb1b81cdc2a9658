import type { Job } from '@emporium/platform/define-subgraph';
import type { CartServices } from '../context.js';

/** Removes carts whose time is over, where the store does not do so by itself. */
export const expireCarts: Job<CartServices> = {
  name: 'cart-expiry',
  everyMs: 10 * 60_000,
  run: async (ctx) => void (await ctx.services.carts.removeExpired()),
};
