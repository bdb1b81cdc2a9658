import type { Ctx } from '@emporium/platform/context';
import type { CartStore } from '../store/cart-store.js';

/** Adapters of the cart subgraph. */
export interface CartServices {
  carts: CartStore;
}

export type CartCtx = Ctx<CartServices>;

/** The user who acts: the caller, or the one on whose behalf a service calls. */
export function actingUser(ctx: CartCtx): string | undefined {
  const principal = ctx.principal.kind === 'service' ? ctx.principal.onBehalf : ctx.principal;
  return principal?.kind === 'user' ? principal.sub : undefined;
}
