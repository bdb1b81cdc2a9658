import type { MoneyType } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { type Buyer, sha256 } from './buyer.js';

/** What orders takes from a cart. Prices are the cart's view; catalog has the last word. */
export interface CartToOrder {
  idHash: string;
  version: number;
  /** Each variant once. */
  lines: { variantId: string; quantity: number; unitPriceMinor: number }[];
  total: Pick<MoneyType, 'minor' | 'currency'>;
}

interface CartAnswer {
  _cart: {
    id: string;
    version: number;
    owner: { id: string } | null;
    lines: { quantity: number; variant: { id: string } | null; unitPrice: { minor: number } }[];
    cost: { total: { minor: number; currency: string } };
  } | null;
}

const QUERY = `query OrdersReadCart($id: ID!) { _cart(id: $id) {
  id version owner { id } lines { quantity variant { id } unitPrice { minor } } cost { total { minor currency } } } }`;

/**
 * Reads the buyer's cart; null when there is none that this buyer may order. Throws
 * SubgraphUnavailableError after `timeoutMs`.
 */
export async function readCart(
  ctx: Ctx,
  buyer: Buyer,
  timeoutMs: number,
): Promise<CartToOrder | null> {
  // A name between subgraphs is no cart id: from outside it must not open a user's cart.
  if (buyer.cart.startsWith('user:') && buyer.cart !== `user:${buyer.userId}`) return null;
  const { _cart: cart } = await ctx.call<CartAnswer>({
    to: 'cart',
    query: QUERY,
    variables: { id: buyer.cart },
    timeoutMs,
  });
  if (!cart || (cart.owner && cart.owner.id !== buyer.userId)) return null;
  const lines = new Map<string, { variantId: string; quantity: number; unitPriceMinor: number }>();
  for (const { variant, quantity, unitPrice } of cart.lines) {
    if (!variant) continue;
    const known = lines.get(variant.id);
    lines.set(variant.id, {
      variantId: variant.id,
      quantity: quantity + (known?.quantity ?? 0),
      unitPriceMinor: unitPrice.minor,
    });
  }
  return {
    idHash: sha256(cart.id),
    version: cart.version,
    lines: [...lines.values()],
    total: cart.cost.total,
  };
}
