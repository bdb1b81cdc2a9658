import type { MoneyType } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { type Buyer, sha256 } from './buyer.js';

/** A line of a cart; `goods` is what rules look at, null for what cannot be bought. */
export interface CartLineToOrder {
  variantId: string;
  quantity: number;
  unitPriceMinor: number;
  goods: LineGoods | null;
  /** Price of one unit that staff gave it; left out or null: by the rules. */
  fixedPrice?: number | null;
}

interface LineGoods {
  productId: string;
  categoryIds: string[];
  taxCategory: string | null;
  weightGrams: number | null;
  price: Pick<MoneyType, 'minor' | 'currency'>;
}

/** What orders takes from a cart. Prices are the cart's view; catalog has the last word. */
export interface CartToOrder {
  idHash: string;
  version: number;
  /** The order's as well. */
  currency: string;
  /** Each variant once. */
  lines: CartLineToOrder[];
  discountCodes: string[];
  /** The way of delivery that was chosen in the cart. */
  shippingMethodId: string | null;
  vatNumber: string | null;
}

interface CartAnswer {
  _cart: {
    id: string;
    version: number;
    currency: string;
    owner: { id: string } | null;
    lines: {
      quantity: number;
      variant: { id: string } | null;
      unitPrice: { minor: number };
      _goods: LineGoods | null;
    }[];
    discountCodes: { code: string }[];
    delivery: { shippingMethodId: string | null; vatNumber: string | null };
  } | null;
}

const QUERY = `query OrdersReadCart($id: ID!) { _cart(id: $id) {
  id version currency owner { id } lines { quantity variant { id } unitPrice { minor }
    _goods { productId categoryIds taxCategory weightGrams price { minor currency } } }
  discountCodes { code } delivery { shippingMethodId vatNumber } } }`;

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
  const lines = new Map<string, CartLineToOrder>();
  for (const { variant, quantity, unitPrice, _goods: goods } of cart.lines) {
    if (!variant) continue;
    const known = lines.get(variant.id);
    lines.set(variant.id, {
      variantId: variant.id,
      quantity: quantity + (known?.quantity ?? 0),
      unitPriceMinor: unitPrice.minor,
      goods,
    });
  }
  return {
    idHash: sha256(cart.id),
    version: cart.version,
    currency: cart.currency,
    lines: [...lines.values()],
    discountCodes: cart.discountCodes.map(({ code }) => code),
    shippingMethodId: cart.delivery.shippingMethodId,
    vatNumber: cart.delivery.vatNumber,
  };
}
