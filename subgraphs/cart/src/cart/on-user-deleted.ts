import type { Envelope } from '@emporium/bus/envelope';
import type { CartCtx } from './cart-services.js';

/** Erases what an erased user left in the cart. */
export async function onUserDeleted(ctx: CartCtx, { data }: Envelope<{ id: string }>): Promise<void> {
  await ctx.services.carts.dropUser(data.id);
}
