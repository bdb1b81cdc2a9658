import type { Basket } from '@emporium/pricing/basket';
import type { CompiledRules } from '@emporium/pricing/compiled-rules';
import type { Ctx } from '../context.js';
import { hasOrdered } from '../customer/has-ordered.js';
import type { Delivery, StoredCart } from '../store/cart-store.js';
import type { PricedLine } from './price-cart.js';

/** The lines that can be bought, with everything that rules look at. */
export async function basketOf(
  ctx: Ctx,
  cart: StoredCart,
  lines: readonly PricedLine[],
  rules: CompiledRules,
  currency: string,
): Promise<Basket> {
  const { userId } = cart;
  const asksForFirst = [...rules.promotions.values()].some(
    ({ rule }) => rule.conditions.isFirstOrderOnly,
  );
  return {
    currency,
    lines: lines
      .filter((line) => !line.isUnavailable)
      .map(({ variantId, quantity, catalogPrice, known }) => ({
        variantId,
        quantity,
        unitPrice: catalogPrice,
        productId: known?.productId ?? '',
        categoryIds: known?.categoryIds ?? [],
        ...(known?.taxCategory == null ? {} : { taxCategory: known.taxCategory }),
        weightGrams: known?.weightGrams ?? null,
      })),
    codes: cart.discountCodes,
    ...deliveryPart(cart.delivery),
    ...(userId === null ? {} : { userId }),
    ...(userId !== null && asksForFirst ? { isFirstOrder: !(await hasOrdered(ctx, userId)) } : {}),
    now: ctx.now(),
  };
}

/** What a basket says about the way of delivery. */
function deliveryPart({
  destination,
  shippingMethodId,
  vatNumber,
}: Delivery): Pick<Basket, 'destination' | 'shippingMethodId' | 'vatNumber'> {
  return {
    ...(destination ? { destination } : {}),
    ...(shippingMethodId === null ? {} : { shippingMethodId }),
    ...(vatNumber === null ? {} : { vatNumber }),
  };
}
